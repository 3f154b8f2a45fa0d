internal import LSTMContract

/// E16: what stands in the input at masked steps influences nothing.
///
/// Every such value is replaced by another one, NaN and infinities among them.
struct MaskedValues: Law {
  let name = "masked-values"
  let statement = "Other input values at masked steps, NaN and infinities among them, change no bit of the answer."
  let exactness = Exactness.bitForBit
  let why = """
    E16 takes these values out of the arguments of the LSTM: shape, mask, options and every value that counts are the \
    same, so a deterministic function of what counts has the same result. What differs in one bit has read them.
    """

  @specialized(where S == Float)
  @specialized(where S == Double)
  func apply<S: LSTMScalar>(
    to problem: LSTMProblem<S>, original: LSTMAnswer<S>, draw: UInt64,
    run: (LSTMProblem<S>) throws -> LSTMAnswer<S>
  ) throws -> LawOutcome<S> {
    guard let mask = problem.mask, mask.elements.contains(false) else { return .notApplicable }
    let palette: [S] = [.nan, .infinity, -.infinity, .greatestFiniteMagnitude, 0, -0.75, 3]
    var draws = Draws(draw)
    var input = problem.input
    // The first replacement is NaN, which no later arithmetic can hide.
    var choice = 0
    for (position, used) in mask.elements.enumerated() where !used {
      for feature in 0..<problem.shape.inputSize {
        let place = position * problem.shape.inputSize + feature
        let same = palette[choice].hasSameBits(as: input[place])
        input[place] = palette[same ? (choice + 1) % palette.count : choice]
        choice = draws.number(below: palette.count)
      }
    }
    let other = try problem.replacing(input: input)
    return .comparison(LawComparison(problem: problem, observed: original, predicted: .otherRun(try run(other))))
  }
}
