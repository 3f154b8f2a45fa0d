internal import LSTMContract

/// A kernel [n, 4H] with the facts about it that do not change from row to row.
struct PreparedKernel<Scalar: OracleScalar>: Sendable {
  let elements: [Scalar]
  /// The elements with 0 in the place of those that are not finite: what enters the sums.
  let finite: [Scalar]
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
    let (rows, columns) = (kernel.shape[0], kernel.shape[1])
    let count = rows * columns
    elements = kernel.elements
    self.rows = rows
    self.columns = columns
    var (isFinite, hasZeros, hasSubnormals) = (true, false, false)
    var bits = [Int32](repeating: absentBit, count: count)
    var least = [Int32](repeating: absentBit, count: columns)
    elements.withUnsafeBufferPointer { elements in
      for place in elements.indices {
        let value = elements[place]
        if value == 0 { hasZeros = true }
        if !value.isFinite { isFinite = false }
        if value.isSubnormal { hasSubnormals = true }
      }
      bits.withUnsafeMutableBufferPointer { bits in
        least.withUnsafeMutableBufferPointer { least in
          guard let first = elements.baseAddress, let firstBit = bits.baseAddress, count > 0 else { return }
          Scalar.lowestBits(first, count, firstBit)
          for k in 0..<rows {
            for column in 0..<columns { least[column] = min(least[column], bits[k &* columns &+ column]) }
          }
        }
      }
    }
    (self.isFinite, self.hasZeros, self.hasSubnormals) = (isFinite, hasZeros, hasSubnormals)
    (self.bits, columnBits) = (bits, least)
    finite = isFinite ? elements : elements.map { $0.isFinite ? $0 : 0 }
  }
}
