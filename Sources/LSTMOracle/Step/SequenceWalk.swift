internal import LSTMContract

/// The oracle's own reading of E8 and E11: where the input, the mask and the output of a processing step stand.
struct SequenceWalk: Sendable {
  private let timeSteps: Int
  private let batch: Int
  private let timeMajor: Bool
  private let backwards: Bool
  private let aligned: Bool
  private let mask: [Bool]?

  init<Scalar: LSTMScalar>(_ problem: LSTMProblem<Scalar>) {
    timeSteps = problem.shape.timeSteps
    batch = problem.shape.batch
    timeMajor = problem.options.layout == .timeMajor
    backwards = problem.options.goBackwards
    aligned = problem.options.outputOrder == .aligned
    mask = problem.mask?.elements
  }

  private func position(_ time: Int, _ row: Int) -> Int { timeMajor ? time * batch + row : row * timeSteps + time }

  /// t(s), the time index that processing step s reads.
  func time(ofStep step: Int) -> Int { backwards ? timeSteps - 1 - step : step }

  /// m_s (E8).
  func isUsed(step: Int, row: Int) -> Bool { mask?[position(time(ofStep: step), row)] ?? true }

  /// The position, in rows of I, of x[t(s)].
  func inputPosition(step: Int, row: Int) -> Int { position(time(ofStep: step), row) }

  /// The position, in rows of H, of y_s (E11).
  func outputPosition(step: Int, row: Int) -> Int { position(aligned ? time(ofStep: step) : step, row) }
}
