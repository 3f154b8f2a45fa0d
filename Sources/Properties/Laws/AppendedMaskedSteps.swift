internal import LSTMContract

/// Padding after the last real step changes nothing (E9, E10).
///
/// One to three masked steps are added at the end of processing: behind the input, or before it where the problem
/// goes backwards. With `zeroOutputForMask` the last output of the longer problem is 0 and says nothing about this one.
struct AppendedMaskedSteps: Law {
  let name = "append-masked"
  let statement = "Masked steps after the last step leave states, last output and the outputs of the steps before."
  let exactness = Exactness.withinRadii
  let why = "A longer sequence, or the first mask, may choose other blocking or another kernel for the real steps."

  func apply<S: LSTMScalar>(
    to problem: LSTMProblem<S>, original: LSTMAnswer<S>, draw: UInt64,
    run: (LSTMProblem<S>) throws -> LSTMAnswer<S>
  ) throws -> LawOutcome<S> {
    let rows = 0..<problem.shape.batch
    guard !rows.isEmpty else { return .notApplicable }
    var draws = Draws(draw)
    let real: [Int?] = Array(0..<problem.shape.timeSteps)
    let padding: [Int?] = Array(repeating: nil, count: 1 + draws.number(below: 3))
    // Finite fillers: a subject that advances on masked steps shows it without help from NaN.
    let longer = try problem.rearranged(
      times: problem.options.goBackwards ? padding + real : real + padding, rows: Array(rows), options: problem.options,
      filler: { S(draws.number(below: 17) - 8) / 4 })
    let padded = try Solved(longer, run: run)
    var shortened = AssembledAnswer(to: problem)
    for row in rows { shortened.takeRow(row, from: padded, sourceRow: row) }
    return .comparison(
      LawComparison(
        problem: problem, observed: original, predicted: .otherRun(shortened.answer),
        parts: AnswerPart.allCases.filter { $0 != .lastOutput || !problem.options.zeroOutputForMask }))
  }
}
