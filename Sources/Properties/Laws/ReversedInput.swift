internal import LSTMContract

/// Going backwards over a sequence is going forwards over the sequence turned round, its mask with it (E8).
///
/// Answers are matched by processing step, so that the law holds for both output orders.
struct ReversedInput: Law {
  let name = "reverse"
  let statement = "Input and mask turned round and processed in the other direction give the same steps."
  let exactness = Exactness.withinRadii
  let why = """
    A step's row of the product of all inputs with the kernel moves to another position, perhaps into a tail, where \
    the order of the sums differs.
    """

  func apply<S: LSTMScalar>(
    to problem: LSTMProblem<S>, original: LSTMAnswer<S>, draw: UInt64,
    run: (LSTMProblem<S>) throws -> LSTMAnswer<S>
  ) throws -> LawOutcome<S> {
    let rows = 0..<problem.shape.batch
    guard !rows.isEmpty else { return .notApplicable }
    var options = problem.options
    options.goBackwards.toggle()
    let times = (0..<problem.shape.timeSteps).reversed()
    let reversed = try Solved(
      problem.rearranged(times: Array(times), rows: Array(rows), options: options), run: run)
    var restored = AssembledAnswer(to: problem)
    for row in rows { restored.takeRow(row, from: reversed, sourceRow: row) }
    return .comparison(LawComparison(problem: problem, observed: original, predicted: .otherRun(restored.answer)))
  }
}
