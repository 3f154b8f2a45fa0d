internal import LSTMContract
internal import LSTMOracle

/// That the answers of two subjects lie within the sum of their end-to-end radii.
struct AgreementCheck: SubjectCheck {
  /// The other subject.
  let other: SubjectID

  var identity: Check { .agreement(with: other) }

  func outcome<Scalar>(on asked: AnsweredProblem<Scalar>) -> CheckOutcome {
    guard let (model, answer) = asked.other(other) else { return .notApplicable }
    func reference(_ model: ArithmeticModel) -> ReferenceAnswer { asked.oracles.reference(for: asked.problem, model) }
    let theirs = reference(model)
    let comparison = AnswerComparison(
      asked.answer, { answer[$0].map { Double($0) } }, slack: { theirs[$0].radius }, parts: answer.given,
      problem: asked.problem, reference: reference(asked.backend.model), radii: 1, detail: "differs from \(other)")
    if let first = comparison.first { return .failed(CheckFault("\(first)", first)) }
    return .held(isDecidable: comparison.decidable > 0)
  }
}
