internal import LSTMContract

/// The order of the units has no meaning, as long as every array agrees on it.
///
/// Within each gate the columns of K, R and b are permuted, and the rows of R, h0 and c0 with them.
struct PermutedUnits: Law {
  let name = "permute-units"
  let statement = "Permuting the units in every gate, in the rows of R and in the states permutes the answer's units."
  let exactness = Exactness.withinRadii
  let why = "The products of h with R are summed in another order, and units trade places with the tail of a vector."

  @specialized(where S == Float)
  @specialized(where S == Double)
  func apply<S: LSTMScalar>(
    to problem: LSTMProblem<S>, original: LSTMAnswer<S>, draw: UInt64,
    run: (LSTMProblem<S>) throws -> LSTMAnswer<S>
  ) throws -> LawOutcome<S> {
    let (batch, units) = (problem.shape.batch, problem.shape.units)
    guard units >= 2, batch > 0 else { return .notApplicable }
    var draws = Draws(draw)
    let order = draws.permutation(of: units)
    var place = order
    for (new, old) in order.enumerated() { place[old] = new }

    let columns = (0..<4).flatMap { gate in order.map { gate * units + $0 } }
    let permuted = try problem.replacing(
      initialH: gather(problem.initialH, rows: Array(0..<batch), columns: order),
      initialC: gather(problem.initialC, rows: Array(0..<batch), columns: order),
      inputKernel: gather(problem.inputKernel, rows: Array(0..<problem.shape.inputSize), columns: columns),
      hiddenKernel: gather(problem.hiddenKernel, rows: order, columns: columns),
      bias: .some(
        try problem.bias.map { try Tensor("bias", shape: $0.shape, elements: gather($0, columns: columns)) }))
    let solved = try Solved(permuted, run: run)
    var restored = AssembledAnswer(to: problem)
    for row in 0..<batch { restored.takeRow(row, from: solved, sourceRow: row, units: place) }
    return .comparison(LawComparison(problem: problem, observed: original, predicted: .otherRun(restored.answer)))
  }

  private func gather<S: LSTMScalar>(_ bias: Tensor<S>, columns: [Int]) -> [S] { columns.map { bias[$0] } }

  private func gather<S: LSTMScalar>(
    _ matrix: Tensor<S>, rows: [Int], columns: [Int]
  ) throws(LSTMProblemError) -> Tensor<S> {
    let width = matrix.shape[1]
    var elements: [S] = []
    elements.reserveCapacity(rows.count * columns.count)
    for row in rows {
      for column in columns { elements.append(matrix[row * width + column]) }
    }
    return try Tensor("permuted matrix", shape: matrix.shape, elements: elements)
  }
}
