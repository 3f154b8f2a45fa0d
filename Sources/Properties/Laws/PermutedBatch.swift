internal import LSTMContract

/// The order of the rows of a batch has no meaning.
struct PermutedBatch: Law {
  let name = "permute-batch"
  let statement = "Permuting the rows of the batch permutes the rows of the answer."
  let exactness = Exactness.withinRadii
  let why = """
    A row may land in another block or in the tail of a matrix product, where another kernel sums in another order.
    """

  func apply<S: LSTMScalar>(
    to problem: LSTMProblem<S>, original: LSTMAnswer<S>, draw: UInt64,
    run: (LSTMProblem<S>) throws -> LSTMAnswer<S>
  ) throws -> LawOutcome<S> {
    guard problem.shape.batch >= 2 else { return .notApplicable }
    var draws = Draws(draw)
    let order = draws.permutation(of: problem.shape.batch)
    let permuted = try Solved(
      problem.rearranged(times: Array(0..<problem.shape.timeSteps), rows: order, options: problem.options), run: run)
    var restored = AssembledAnswer(to: problem)
    for (place, row) in order.enumerated() { restored.takeRow(row, from: permuted, sourceRow: place) }
    return .comparison(LawComparison(problem: problem, observed: original, predicted: .otherRun(restored.answer)))
  }
}
