internal import CLSTMOracle
internal import LSTMContract

/// A kernel [n, 4H] with the facts about it that do not change from row to row.
struct PreparedKernel<Scalar: OracleScalar>: Sendable {
  let elements: [Scalar]
  /// The elements with 0 in the place of those that are not finite: what enters the sums.
  let finite: [Scalar]
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
    self.columns = columns
    var facts = clstm_oracle_facts()
    var least: [Int32] = []
    bits = elements.withUnsafeBufferPointer { elements in
      guard let first = elements.baseAddress else { return [] }
      facts = Scalar.facts(first, count)
      return Array(unsafeUninitializedCapacity: count) { bits, filled in
        if let firstBit = bits.baseAddress {
          Scalar.lowestBits(first, count, firstBit)
          least = Array(unsafeUninitializedCapacity: columns) { least, filled in
            if let firstLeast = least.baseAddress {
              clstm_oracle_column_bits(firstBit, rows, columns, absentBit, firstLeast)
            }
            filled = columns
          }
        }
        filled = count
      }
    }
    columnBits = least
    (isFinite, hasZeros, hasSubnormals) = (!facts.has_non_finite, facts.has_zeros, facts.has_subnormals)
    finite = isFinite ? elements : elements.map { $0.isFinite ? $0 : 0 }
  }
}
