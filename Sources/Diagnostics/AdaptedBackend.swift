internal import LSTMContract

/// A subject behind an adapter: the problem is repacked before the call and the answer after it.
struct AdaptedBackend<Scalar: LSTMScalar>: LSTMBackend {
  let subject: any LSTMBackend<Scalar>
  /// What the adapter does to a problem, and to the answer.
  let adapter: Hypothesis

  var name: String { subject.name }
  var model: ArithmeticModel { subject.model }

  func refusal(of problem: LSTMProblem<Scalar>) -> Refusal? { subject.refusal(of: adapter.asked(problem)) }

  func run(_ problem: LSTMProblem<Scalar>, into answer: inout LSTMAnswer<Scalar>) throws {
    let asked = adapter.asked(problem)
    let found = try subject.answer(asked)
    answer = LSTMAnswer(to: problem)
    for part in found.given { answer[part] = found[part] }
    answer.runtime = found.runtime
    adapter.returned(&answer, to: problem)
    if !found.omitted.isEmpty { answer.omit(omitted(found, to: problem)) }
  }

  /// What is absent behind the adapter, which may give an array the values of another.
  private func omitted(_ found: LSTMAnswer<Scalar>, to problem: LSTMProblem<Scalar>) -> Set<AnswerPart> {
    var marks = LSTMAnswer(to: problem, filledWith: 0)
    for part in found.omitted { marks[part] = Array(repeating: 1, count: marks[part].count) }
    adapter.returned(&marks, to: problem)
    return Set(
      AnswerPart.allCases.filter { marks[$0].contains(1) || (marks[$0].isEmpty && found.omitted.contains($0)) })
  }
}
