internal import LSTMContract
internal import LSTMOracle
internal import Properties

/// A law about calling a subject.
struct CallCheck: DrawnCheck {
  let law: any CallLaw
  var draws: [UInt64]

  var identity: Check { .call(law.name) }

  func outcome<Scalar>(on asked: AnsweredProblem<Scalar>, draw: UInt64) -> CheckOutcome {
    var discrepancy: Discrepancy?
    do {
      let violation = try law.violation(
        of: asked.backend, on: asked.problem, original: asked.answer, draw: draw
      ) { other, answer in
        discrepancy = asked.oracles.oracle(for: other).judge(answer, model: asked.backend.model).first
        return discrepancy == nil
      }
      guard let violation else { return .held(isDecidable: true) }
      let what = discrepancy.map { "\(violation.detail): \($0)" } ?? "\(violation)"
      return .failed(CheckFault("\(law.statement): \(what)", discrepancy, pair: violation.pair))
    } catch is LawNotApplicable {
      return .notApplicable
    } catch is Refusal {
      return .refused
    } catch let failure as NoAnswerAfterCall {
      return .failed(
        CheckFault("no answer to a second call: \(failure.reason)", reason: failure.reason, pair: failure.pair))
    } catch {
      return .failed(CheckFault("no answer to another call: \(error)", reason: error))
    }
  }
}
