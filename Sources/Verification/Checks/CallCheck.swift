internal import LSTMContract
internal import LSTMOracle
internal import Properties

/// A law about calling a subject.
struct CallCheck: SubjectCheck {
  let law: any CallLaw
  let draws: [UInt64]

  var identity: Check { .call(law.name) }

  func under(draws: [UInt64]) -> any SubjectCheck { CallCheck(law: law, draws: draws) }

  func outcome<Scalar>(on asked: AnsweredProblem<Scalar>) -> CheckOutcome {
    draws.firstFailure { outcome(on: asked, draw: $0) }
  }

  private func outcome<Scalar>(on asked: AnsweredProblem<Scalar>, draw: UInt64) -> CheckOutcome {
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

extension [UInt64] {
  /// The outcome under the first draw that fails, else under the last.
  func firstFailure(_ outcome: (UInt64) -> CheckOutcome) -> CheckOutcome {
    var last = CheckOutcome.notApplicable
    for draw in self {
      last = outcome(draw)
      if case .failed = last { return last }
    }
    return last
  }
}
