internal import LSTMContract

/// The rows of a batch do not know of one another.
///
/// A batch of up to four rows becomes as many calls. From a larger one four drawn rows are taken out, one call each,
/// and a fifth call answers the rest, so that the cost stays bounded.
struct BatchOfOne: Law {
  let name = "batch-of-one"
  let statement = "A batch of N rows is answered as N batches of one row."
  let exactness = Exactness.withinRadii
  let why = """
    One row is a matrix-vector product, many rows are a matrix-matrix product: other kernels, other orders of the sums.
    """

  private let singles = 4

  func apply<S: LSTMScalar>(
    to problem: LSTMProblem<S>, original: LSTMAnswer<S>, draw: UInt64,
    run: (LSTMProblem<S>) throws -> LSTMAnswer<S>
  ) throws -> LawOutcome<S> {
    let batch = problem.shape.batch
    guard batch >= 2 else { return .notApplicable }
    var draws = Draws(draw)
    let order = draws.permutation(of: batch)
    var calls = order.prefix(singles).map { [$0] }
    if batch > singles { calls.append(order.dropFirst(singles).sorted()) }

    var whole = AssembledAnswer(to: problem)
    for rows in calls {
      let part = try Solved(
        problem.rearranged(times: Array(0..<problem.shape.timeSteps), rows: rows, options: problem.options), run: run)
      for (place, row) in rows.enumerated() { whole.takeRow(row, from: part, sourceRow: place) }
    }
    return .comparison(LawComparison(problem: problem, observed: original, predicted: .otherRun(whole.answer)))
  }
}
