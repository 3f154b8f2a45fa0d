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
  func failure(on problem: LSTMProblem<Scalar>) -> ProbedFailure? {
    guard backend.refusal(of: problem) == nil else { return nil }
    let answer: LSTMAnswer<Scalar>
    do {
      answer = try backend.answer(problem)
    } catch is Refusal {
      return nil
    } catch {
      return check == .answers ? ProbedFailure(detail: "no answer: \(error)") : nil
    }
    switch check {
    case .answers: return nil
    case .oracle:
      guard let first = Oracle(problem).judge(answer, model: backend.model).first else { return nil }
      return ProbedFailure(detail: "\(first)", discrepancy: first)
    case .law(let name):
      guard let law = Laws.all.first(where: { $0.name == name }) else { return nil }
      let trial = lawTrial(problem, answer)
      for draw in draws {
        if case .failed(let detail, let discrepancy) = trial.apply(law, draw: draw) {
          return ProbedFailure(detail: detail, discrepancy: discrepancy)
        }
      }
      return nil
    case .call(let name):
      guard let law = CallLaws.all.first(where: { $0.name == name }) else { return nil }
      guard case .failed(let detail, let discrepancy) = lawTrial(problem, answer).apply(law) else { return nil }
      return ProbedFailure(detail: detail, discrepancy: discrepancy)
    case .agreement(let other):
      guard let other = others.first(where: { $0.name == other })?.backend, other.refusal(of: problem) == nil,
        let second = try? other.answer(problem)
      else { return nil }
      let oracle = Oracle(problem)
      let comparison = AnswerComparison(
        answer, { second[$0].map { Double($0) } },
        slack: { oracle.endToEnd(model: other.model)[$0].radius }, parts: AnswerPart.allCases, problem: problem,
        reference: oracle.endToEnd(model: backend.model), radii: 1, detail: "differs from \(other.name)")
      return comparison.first.map { ProbedFailure(detail: "\($0)", discrepancy: $0) }
    }
  }

  private func lawTrial(_ problem: LSTMProblem<Scalar>, _ answer: LSTMAnswer<Scalar>) -> LawTrial<Scalar> {
    LawTrial(
      backend: backend, problem: problem, original: answer,
      oracles: OracleShelf(problem, Oracle(problem)))
  }
}

/// How a check failed.
struct ProbedFailure {
  /// What was expected and what came, in one line.
  var detail: String
  /// The first element that differs, where the check compares elements.
  var discrepancy: Discrepancy?

  /// Whether a smaller problem fails as a larger one did: by the same equation, or without an answer for the same reason.
  func isLike(_ other: ProbedFailure) -> Bool {
    guard let discrepancy, let second = other.discrepancy else {
      return discrepancy == nil && other.discrepancy == nil && reason == other.reason
    }
    return discrepancy.equation == second.equation
  }

  /// Why there was no answer, without sizes, times and values, which change from case to case.
  private var reason: String {
    detail.hasPrefix("no answer") ? String(detail.filter { !$0.isNumber && $0 != "." }) : ""
  }
}
