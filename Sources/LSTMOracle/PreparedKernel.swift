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
  /// The least of the lowest bits of each column.
  let columnBits: [Int32]

  init(_ kernel: Tensor<Scalar>) {
    let (rows, columns) = (kernel.shape[0], kernel.shape[1])
    let count = rows * columns
    elements = kernel.elements
    self.columns = columns
    var facts = clstm_oracle_facts()
    columnBits = elements.withUnsafeBufferPointer { elements in
      Array(unsafeUninitializedCapacity: columns) { bits, filled in
        bits.initialize(repeating: absentBit)
        filled = columns
        guard let first = elements.baseAddress, let firstBit = bits.baseAddress else { return }
        facts = Scalar.facts(first, count)
        Scalar.columnBits(first, rows, columns, firstBit)
      }
    }
    (isFinite, hasZeros, hasSubnormals) = (!facts.has_non_finite, facts.has_zeros, facts.has_subnormals)
    finite = isFinite ? elements : elements.map { $0.isFinite ? $0 : 0 }
  }
}
