internal import LSTMContract
internal import LSTMOracle
internal import Properties

/// A law of two problems: every run is judged by the step oracle as a case of its own, and the pair within the sum of the
/// end-to-end radii or bit for bit.
struct LawCheck: DrawnCheck {
  let law: any Law
  var draws: [UInt64]

  var identity: Check { .law(law.name) }

  func outcome<Scalar>(on asked: AnsweredProblem<Scalar>, draw: UInt64) -> CheckOutcome {
    var failure: CheckFault?
    do {
      let outcome = try law.apply(to: asked.problem, original: asked.answer, draw: draw) { transformed in
        if let refusal = asked.backend.refusal(of: transformed) { throw refusal }
        let answer = try asked.backend.answer(transformed)
        let judgement = asked.oracles.oracle(for: transformed).judge(answer, model: asked.backend.model)
        if let first = judgement.first, failure == nil {
          failure = CheckFault(
            "a run of the transformed problem, \(transformed.shape): \(first)", first,
            pair: CallPair(earlier: AnyLSTMProblem(asked.problem), later: AnyLSTMProblem(transformed)))
        }
        return answer
      }
      if let failure { return .failed(failure) }
      guard case .comparison(let comparison) = outcome, !comparison.parts.isEmpty else { return .notApplicable }
      let result = compare(comparison) { asked.oracles.reference(for: $0, asked.backend.model) }
      if let first = result.first { return .failed(CheckFault("\(first)", first)) }
      return .held(isDecidable: result.decidable > 0)
    } catch is Refusal {
      return .refused
    } catch {
      return .failed(CheckFault("no answer to the transformed problem: \(error)", reason: error))
    }
  }

  private func compare<Scalar: LSTMScalar>(
    _ comparison: LawComparison<Scalar>, _ reference: (LSTMProblem<Scalar>) -> ReferenceAnswer
  ) -> AnswerComparison {
    let detail = "the law: \(law.statement)"
    switch (comparison.predicted, law.exactness) {
    case (.otherRun(let other), .bitForBit):
      return AnswerComparison(
        bitsOf: comparison.observed, other, parts: comparison.parts, problem: comparison.problem, detail: detail)
    case (.otherRun(let other), .withinRadii):
      return AnswerComparison(
        comparison.observed, { other[$0].map { Double($0) } }, slack: { _ in nil }, parts: comparison.parts,
        problem: comparison.problem, reference: reference(comparison.problem), radii: 2, detail: detail)
    case (.closedForm(let values, let slack), _):
      return AnswerComparison(
        comparison.observed, { values[$0] ?? [] }, slack: { slack[$0] }, parts: comparison.parts,
        problem: comparison.problem, reference: reference(comparison.problem), radii: 1, detail: detail)
    }
  }
}
