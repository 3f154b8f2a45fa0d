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
  func failure(on problem: LSTMProblem<Scalar>) -> CheckFault? {
    guard backend.refusal(of: problem) == nil else { return nil }
    let answer: LSTMAnswer<Scalar>
    do {
      answer = try backend.answer(problem)
    } catch is Refusal {
      return nil
    } catch {
      return check == .answers ? CheckFault("no answer: \(error)", reason: error) : nil
    }
    switch check {
    case .answers, .secondOfTwo: return nil
    case .oracle:
      guard let first = Oracle(problem).judge(answer, model: backend.model).first else { return nil }
      return CheckFault("\(first)", first)
    case .law(let name):
      guard let law = Laws.all.first(where: { $0.name == name }) else { return nil }
      let trial = lawTrial(problem, answer)
      return firstFault { trial.apply(law, draw: $0) }
    case .call(let name):
      guard let law = CallLaws.all.first(where: { $0.name == name }) else { return nil }
      let trial = lawTrial(problem, answer)
      return firstFault { trial.apply(law, draw: $0) }
    case .agreement(let other):
      guard let other = others.first(where: { $0.name == other })?.backend, other.refusal(of: problem) == nil,
        let second = try? other.answer(problem)
      else { return nil }
      let oracle = Oracle(problem)
      let comparison = AnswerComparison(
        answer, { second[$0].map { Double($0) } },
        slack: { oracle.endToEnd(model: other.model)[$0].radius }, parts: second.given, problem: problem,
        reference: oracle.endToEnd(model: backend.model), radii: 1, detail: "differs from \(other.name)")
      return comparison.first.map { CheckFault("\($0)", $0) }
    }
  }

  private func firstFault(_ outcome: (UInt64) -> LawTrial<Scalar>.Outcome) -> CheckFault? {
    for draw in draws {
      if case .failed(let fault) = outcome(draw) { return fault }
    }
    return nil
  }

  private func lawTrial(_ problem: LSTMProblem<Scalar>, _ answer: LSTMAnswer<Scalar>) -> LawTrial<Scalar> {
    LawTrial(
      backend: backend, problem: problem, original: answer,
      oracles: OracleShelf(problem, Oracle(problem)))
  }
}
