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
    answer = try subject.answer(asked)
    adapter.returned(&answer, to: problem)
  }
}
