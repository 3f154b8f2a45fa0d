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
    case held(isDecidable: Bool)
    case failed(detail: String, Discrepancy?)
  }

  /// A law of two problems: every run is judged by the step oracle as a case of its own, and the pair within the sum
  /// of the end-to-end radii or bit for bit.
  func apply(_ law: any Law, draw: UInt64) -> Outcome {
    var failure: (String, Discrepancy?)?
    do {
      let outcome = try law.apply(to: problem, original: original, draw: draw) { transformed in
        if let refusal = backend.refusal(of: transformed) { throw refusal }
        let answer = try backend.answer(transformed)
        let judgement = oracles.oracle(for: transformed).judge(answer, model: backend.model)
        if let first = judgement.first, failure == nil {
          failure = ("a run of the transformed problem, \(transformed.shape): \(first)", first)
        }
        return answer
      }
      if let (detail, discrepancy) = failure { return .failed(detail: detail, discrepancy) }
      guard case .comparison(let comparison) = outcome else { return .notApplicable }
      let result = compare(comparison, law)
      if let first = result.first { return .failed(detail: "\(first)", first) }
      return .held(isDecidable: result.decidable > 0)
    } catch is Refusal {
      return .notApplicable
    } catch {
      return .failed(detail: "no answer to the transformed problem: \(error)", nil)
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
  func apply(_ law: any CallLaw) -> Outcome {
    do {
      guard let violation = try law.violation(of: backend, on: problem, original: original) else {
        return .held(isDecidable: true)
      }
      return .failed(detail: "\(law.statement): \(violation)", nil)
    } catch {
      return .failed(detail: "\(law.statement): \(error)", nil)
    }
  }
}
