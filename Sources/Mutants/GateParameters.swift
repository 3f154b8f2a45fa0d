internal import LSTMContract

/// The parameters of one gate, unpacked.
struct GateBlock<S: LSTMScalar> {
  /// [I][H].
  var kernel: [[S]]
  /// [H][H], from the row's unit to the column's.
  var hidden: [[S]]
  /// [H]; zero where the problem has no bias.
  var bias: [S]
}

/// The parameters of all gates.
struct GateParameters<S: LSTMScalar> {
  private var blocks: [GateBlock<S>]

  /// Cuts the packed arrays in four along the last axis (E1).
  init(of problem: LSTMProblem<S>) {
    let units = problem.shape.units
    func columns(_ matrix: Tensor<S>, _ gate: Gate) -> [[S]] {
      (0..<matrix.shape[0]).map { row in
        let start = row * 4 * units + gate.rawValue * units
        return Array(matrix.elements[start..<start + units])
      }
    }
    blocks = Gate.allCases.map { gate in
      GateBlock(
        kernel: columns(problem.inputKernel, gate), hidden: columns(problem.hiddenKernel, gate),
        bias: (0..<units).map { problem.bias?[gate.rawValue * units + $0] ?? 0 })
    }
  }

  /// K, R and b, packed again. R has as many rows as its blocks.
  var packed: (kernel: [S], hidden: [S], bias: [S]) {
    func rows(_ part: KeyPath<GateBlock<S>, [[S]]>) -> [S] {
      (0..<blocks[0][keyPath: part].count).flatMap { row in blocks.flatMap { $0[keyPath: part][row] } }
    }
    return (rows(\.kernel), rows(\.hidden), blocks.flatMap(\.bias))
  }

  /// The block of one gate.
  subscript(gate: Gate) -> GateBlock<S> {
    get { blocks[gate.rawValue] }
    set { blocks[gate.rawValue] = newValue }
  }

  /// Exchanges the blocks of two gates.
  mutating func swap(_ first: Gate, _ second: Gate) { blocks.swapAt(first.rawValue, second.rawValue) }
}
