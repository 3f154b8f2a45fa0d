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
  /// How many weights of each column are not zero; empty where none is.
  let columnTerms: [Int32]
  /// Whether a row has a weight that is not finite; empty where none has.
  let hasNonFiniteRows: [Bool]

  init(_ kernel: Tensor<Scalar>) { self.init(kernel.elements, rows: kernel.shape[0], columns: kernel.shape[1]) }

  /// The kernel of some of the units: of each gate, the columns of those.
  init(_ kernel: PreparedKernel<Scalar>, units: [Int]) {
    let (rows, all) = (kernel.elements.count / kernel.columns, kernel.columns / 4)
    var elements: [Scalar] = []
    elements.reserveCapacity(rows * 4 * units.count)
    for row in 0..<rows {
      for gate in 0..<4 {
        let first = row * kernel.columns + gate * all
        for unit in units { elements.append(kernel.elements[first + unit]) }
      }
    }
    self.init(elements, rows: rows, columns: 4 * units.count)
  }

  private init(_ elements: [Scalar], rows: Int, columns: Int) {
    let count = rows * columns
    self.elements = elements
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
    hasNonFiniteRows =
      isFinite ? [] : (0..<rows).map { row in !elements[row * columns..<(row + 1) * columns].allSatisfy(\.isFinite) }
    var terms = [Int32](repeating: 0, count: hasZeros ? columns : 0)
    if hasZeros {
      for row in 0..<rows {
        for column in 0..<columns where elements[row * columns + column] != 0 { terms[column] &+= 1 }
      }
    }
    columnTerms = terms
  }
}
