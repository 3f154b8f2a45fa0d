internal import LSTMContract

/// What the arrays of the answer held before the call does not matter, the results of another call included.
struct ReusedBuffers: CallLaw {
  let name = "reused-buffers"
  let statement = "An answer whose arrays held another call's results or garbage is given the same bits."

  @specialized(where S == Float)
  @specialized(where S == Double)
  func violation<S: LSTMScalar>(
    of backend: any LSTMBackend<S>, on problem: LSTMProblem<S>, original: LSTMAnswer<S>, draw: UInt64,
    isRight: (LSTMProblem<S>, LSTMAnswer<S>) -> Bool
  ) throws -> CallLawViolation? {
    // Same sizes and options, other data: the call whose results a stale buffer would still hold.
    let earlier = try problem.replacing(
      input: problem.input.map { -$0 }, initialH: problem.initialH.map { 0.5 - $0 },
      initialC: problem.initialC.map { 0.5 - $0 })
    var buffer = LSTMAnswer(to: problem, filledWith: -7.25)
    do {
      if backend.refusal(of: earlier) == nil { try backend.run(earlier, into: &buffer) }
    } catch is Refusal {
      // What is met only at run time: the garbage remains.
    }
    try backend.run(problem, into: &buffer)
    return difference(
      expected: original, actual: buffer, detail: "the value depends on what the array held before the call")
  }
}
