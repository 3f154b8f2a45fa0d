internal import LSTMContract

/// Batch-major and time-major are two ways to write one problem down.
struct TransposedLayout: Law {
  let name = "layout"
  let statement = "Input, mask and outputs in the other axis order give the same values."
  let exactness = Exactness.withinRadii
  let why = "The rows of the product of all inputs with the kernel come in another order and meet other tail kernels."

  func apply<S: LSTMScalar>(
    to problem: LSTMProblem<S>, original: LSTMAnswer<S>, draw: UInt64,
    run: (LSTMProblem<S>) throws -> LSTMAnswer<S>
  ) throws -> LawOutcome<S> {
    let rows = 0..<problem.shape.batch
    guard !rows.isEmpty else { return .notApplicable }
    var options = problem.options
    options.layout = options.layout.other
    let times = Array(0..<problem.shape.timeSteps)
    let transposed = try Solved(problem.rearranged(times: times, rows: Array(rows), options: options), run: run)
    var restored = AssembledAnswer(to: problem)
    for row in rows { restored.takeRow(row, from: transposed, sourceRow: row) }
    return .comparison(LawComparison(problem: problem, observed: original, predicted: .otherRun(restored.answer)))
  }
}
