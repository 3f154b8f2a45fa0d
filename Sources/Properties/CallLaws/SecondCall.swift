internal import LSTMContract

/// The answer does not depend on how often it was asked for.
struct SecondCall: CallLaw {
  let name = "second-call"
  let statement = "A second call with the same problem gives the same bits."

  func violation<S: LSTMScalar>(
    of backend: any LSTMBackend<S>, on problem: LSTMProblem<S>, original: LSTMAnswer<S>, draw: UInt64,
    isRight: (LSTMProblem<S>, LSTMAnswer<S>) -> Bool
  ) throws -> CallLawViolation? {
    difference(
      expected: original, actual: try backend.answer(problem), detail: "a second call gave another value")
  }
}
