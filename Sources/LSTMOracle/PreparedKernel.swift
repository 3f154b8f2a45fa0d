internal import LSTMContract

/// A kernel [n, 4H] with the facts about it that do not change from row to row.
struct PreparedKernel<Scalar: LSTMScalar>: Sendable {
  let elements: [Scalar]
  let rows: Int
  let columns: Int
  let isFinite: Bool
  let hasZeros: Bool
  let hasSubnormals: Bool
  /// Lowest bit of each element.
  let bits: [Int32]
  /// The least of `bits` in each column.
  let columnBits: [Int32]

  init(_ kernel: Tensor<Scalar>) {
    elements = kernel.elements
    rows = kernel.shape[0]
    columns = kernel.shape[1]
    isFinite = elements.allSatisfy(\.isFinite)
    hasZeros = elements.contains(0)
    hasSubnormals = elements.contains { $0.isSubnormal }
    bits = elements.map { lowestBit(of: $0) }
    var least = [Int32](repeating: absentBit, count: columns)
    for k in 0..<rows {
      for column in 0..<columns { least[column] = min(least[column], bits[k * columns + column]) }
    }
    columnBits = least
  }
}
