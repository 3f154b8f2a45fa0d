internal import LSTMContract
internal import LSTMOracle
internal import Properties

/// Puts one check of one subject to any problem: what the shrinker asks again and again.
struct CheckProbe<Scalar: LSTMScalar> {
  let name: String
  let backend: any LSTMBackend<Scalar>
  /// The other subjects, for agreement.
  let others: [(index: Int, name: String, backend: any LSTMBackend<Scalar>)]
  let check: Check
  let draws: [UInt64]

  /// The failure of the check on this problem, or nil where it holds or does not apply.
  func failure(on problem: LSTMProblem<Scalar>) -> (detail: String, discrepancy: Discrepancy?)? {
    guard backend.refusal(of: problem) == nil else { return nil }
    let answer: LSTMAnswer<Scalar>
    do {
      answer = try backend.answer(problem)
    } catch is Refusal {
      return nil
    } catch {
      return check == .answers ? ("no answer: \(error)", nil) : nil
    }
    switch check {
    case .answers: return nil
    case .oracle:
      guard let first = Oracle(problem).judge(answer, model: backend.model).first else { return nil }
      return ("\(first)", first)
    case .law(let name):
      guard let law = Laws.all.first(where: { $0.name == name }) else { return nil }
      let trial = lawTrial(problem, answer)
      for draw in draws {
        if case .failed(let detail, let discrepancy) = trial.apply(law, draw: draw) { return (detail, discrepancy) }
      }
      return nil
    case .call(let name):
      guard let law = CallLaws.all.first(where: { $0.name == name }) else { return nil }
      guard case .failed(let detail, let discrepancy) = lawTrial(problem, answer).apply(law) else { return nil }
      return (detail, discrepancy)
    case .agreement(let other):
      guard let other = others.first(where: { $0.name == other })?.backend, other.refusal(of: problem) == nil,
        let second = try? other.answer(problem)
      else { return nil }
      let oracle = Oracle(problem)
      let comparison = AnswerComparison(
        answer, { second[$0].map { Double($0) } },
        slack: { oracle.endToEnd(model: other.model)[$0].radius }, parts: AnswerPart.allCases, problem: problem,
        reference: oracle.endToEnd(model: backend.model), radii: 1, detail: "differs from \(other.name)")
      return comparison.first.map { ("\($0)", $0) }
    }
  }

  private func lawTrial(_ problem: LSTMProblem<Scalar>, _ answer: LSTMAnswer<Scalar>) -> LawTrial<Scalar> {
    LawTrial(
      backend: backend, problem: problem, original: answer,
      reference: Oracle(problem).endToEnd(model: backend.model))
  }
}
