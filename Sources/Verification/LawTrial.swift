internal import LSTMContract
internal import LSTMOracle
internal import Properties

/// Applies laws to one subject on one problem.
struct LawTrial<Scalar: LSTMScalar> {
  let backend: any LSTMBackend<Scalar>
  let problem: LSTMProblem<Scalar>
  let original: LSTMAnswer<Scalar>
  /// The oracles of `problem` and of what the laws make of it.
  let oracles: OracleShelf<Scalar>

  /// What came of a law.
  enum Outcome {
    case notApplicable
    /// The law asks what the subject refuses: not applicable, and counted so.
    case refused
    case held(isDecidable: Bool)
    case failed(CheckFault)
  }

  /// A law of two problems: every run is judged by the step oracle as a case of its own, and the pair within the sum
  /// of the end-to-end radii or bit for bit.
  func apply(_ law: any Law, draw: UInt64) -> Outcome {
    var failure: CheckFault?
    do {
      let outcome = try law.apply(to: problem, original: original, draw: draw) { transformed in
        if let refusal = backend.refusal(of: transformed) { throw refusal }
        let answer = try backend.answer(transformed)
        let judgement = oracles.oracle(for: transformed).judge(answer, model: backend.model)
        if let first = judgement.first, failure == nil {
          failure = CheckFault("a run of the transformed problem, \(transformed.shape): \(first)", first)
        }
        return answer
      }
      if let failure { return .failed(failure) }
      guard case .comparison(let comparison) = outcome, !comparison.parts.isEmpty else { return .notApplicable }
      let result = compare(comparison, law)
      if let first = result.first { return .failed(CheckFault("\(first)", first)) }
      return .held(isDecidable: result.decidable > 0)
    } catch is Refusal {
      return .refused
    } catch {
      return .failed(CheckFault("no answer to the transformed problem: \(error)", reason: error))
    }
  }

  private func compare(_ comparison: LawComparison<Scalar>, _ law: any Law) -> AnswerComparison {
    let detail = "the law: \(law.statement)"
    switch (comparison.predicted, law.exactness) {
    case (.otherRun(let other), .bitForBit):
      return AnswerComparison(
        bitsOf: comparison.observed, other, parts: comparison.parts, problem: comparison.problem, detail: detail)
    case (.otherRun(let other), .withinRadii):
      return AnswerComparison(
        comparison.observed, { other[$0].map { Double($0) } }, slack: { _ in nil }, parts: comparison.parts,
        problem: comparison.problem, reference: radii(of: comparison.problem), radii: 2, detail: detail)
    case (.closedForm(let values, let slack), _):
      return AnswerComparison(
        comparison.observed, { values[$0] ?? [] }, slack: { slack[$0] }, parts: comparison.parts,
        problem: comparison.problem, reference: radii(of: comparison.problem), radii: 1, detail: detail)
    }
  }

  private func radii(of other: LSTMProblem<Scalar>) -> ReferenceAnswer {
    oracles.reference(for: other, backend.model)
  }

  /// A law about calling the subject.
  func apply(_ law: any CallLaw, draw: UInt64) -> Outcome {
    var discrepancy: Discrepancy?
    do {
      let violation = try law.violation(of: backend, on: problem, original: original, draw: draw) { other, answer in
        discrepancy = oracles.oracle(for: other).judge(answer, model: backend.model).first
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
