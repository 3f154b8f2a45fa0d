internal import LSTMContract

/// What one row carries from step to step.
struct RowMemory<S: LSTMScalar> {
  /// The hidden state, [H].
  var h: [S]
  /// The cell state, [H].
  var c: [S]
  /// The output of the last step, [H]; zero before the first (E10).
  var y: [S]
  /// How many masked steps in a row came last.
  var maskedRun = 0

  /// A masked step (E9, E10): the states stay, the output repeats or is zero.
  mutating func skip(options: LSTMOptions) {
    maskedRun += 1
    if options.zeroOutputForMask { y = Array(repeating: 0, count: y.count) }
  }
}
