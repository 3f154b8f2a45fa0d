internal import LSTMContract

/// Every element of the answer is written.
///
/// Two calls start from arrays filled with different patterns; an element that was not written differs between them.
struct WrittenOutputs: CallLaw {
  let name = "written-outputs"
  let statement = "Arrays filled with NaN and arrays filled with 12345 hold the same bits after the call."

  func violation<S: LSTMScalar>(
    of backend: any LSTMBackend<S>, on problem: LSTMProblem<S>, original: LSTMAnswer<S>, draw: UInt64,
    isRight: (LSTMProblem<S>, LSTMAnswer<S>) -> Bool
  ) throws -> CallLawViolation? {
    var overNumber = LSTMAnswer(to: problem, filledWith: 12345)
    try backend.run(problem, into: &overNumber)
    var overNaN = LSTMAnswer(to: problem, filledWith: .nan)
    try backend.run(problem, into: &overNaN)
    return difference(
      expected: overNumber, actual: overNaN, detail: "the element was not written, or read before it was written")
  }
}
