internal import CLSTMOracle
internal import LSTMContract

/// The running sums of one row's 4H pre-activations: z, S, m and the lowest bit of each column (R5-R7, R12).
///
/// A view of a row of a `RowTable`. Under a `Double` subject z is `sum + low`, good to about 106 bits; S is rounded in
/// double, and the radii count that rounding (R11).
struct RowProducts {
  let columns: Int
  let sum: UnsafeMutablePointer<Double>
  let low: UnsafeMutablePointer<Double>
  let magnitude: UnsafeMutablePointer<Double>
  /// D of each column (R6).
  let inherited: UnsafeMutablePointer<Double>
  /// The sum of |partner| over subnormal operands.
  let subnormalPartners: UnsafeMutablePointer<Double>
  let terms: UnsafeMutablePointer<Int32>
  let lowestBit: UnsafeMutablePointer<Int32>

  /// The sums as the functions over arrays take them.
  var pointers: clstm_oracle_sums {
    clstm_oracle_sums(
      sum: sum, low: low, magnitude: magnitude, inherited: inherited, subnormal_partners: subnormalPartners,
      terms: terms, lowest_bit: lowestBit)
  }

  /// Adds the bias, one more term for each column where it is not zero; the row is otherwise empty.
  func add<Scalar: OracleScalar>(bias: [Scalar]) {
    for (column, value) in bias.enumerated() where value != 0 && value.isFinite {
      sum[column] += Double(value)
      magnitude[column] += abs(Double(value))
      terms[column] += 1
      lowestBit[column] = min(lowestBit[column], LSTMOracle.lowestBit(of: value))
      if value.isSubnormal { subnormalPartners[column] += 1 }
    }
  }

  /// Adds the operands · kernel, without the terms that are zero or not finite.
  ///
  /// `isExact` says that each operand is a number of the subject's type, whose lowest bit is known.
  func add<Scalar: OracleScalar>(
    _ operands: Operands, kernel: PreparedKernel<Scalar>, isExact: Bool = true, countsSubnormals: Bool
  ) {
    guard operands.count > 0 else { return }
    let count = operands.count
    kernel.finite.withUnsafeBufferPointer { finite in
      guard let first = finite.baseAddress else { return }
      Scalar.add(operands, first, to: self)
      if countsSubnormals, operands.hasSubnormal || kernel.hasSubnormals { addSubnormalPartners(operands, kernel) }
    }
    if kernel.hasZeros {
      kernel.elements.withUnsafeBufferPointer { elements in
        if let first = elements.baseAddress { Scalar.count(operands, first, in: self) }
      }
    } else {
      for column in 0..<columns { terms[column] &+= Int32(truncatingIfNeeded: count) }
    }
    guard isExact else {
      for column in 0..<columns { lowestBit[column] = -absentBit }
      return
    }
    // Few terms: exact pairing of bits. Many: the least bit of the row with the least bit of the column.
    if count <= 4 {
      kernel.bits.withUnsafeBufferPointer { bits in
        guard let first = bits.baseAddress else { return }
        for k in 0..<count {
          let row = Int(operands.rows[k])
          clstm_oracle_lower(operands.bits[row], first + row * columns, absentBit, columns, lowestBit)
        }
      }
    } else {
      var least = absentBit
      for k in 0..<count { least = min(least, operands.bits[Int(operands.rows[k])]) }
      kernel.columnBits.withUnsafeBufferPointer { bits in
        if let first = bits.baseAddress { clstm_oracle_lower(least, first, absentBit, columns, lowestBit) }
      }
    }
  }

  /// R6, and the terms whose value is 0 but whose radius is not (R7).
  func inherit<Scalar: OracleScalar>(
    _ radii: UnsafeBufferPointer<Double>, from kernel: PreparedKernel<Scalar>, isZero: (Int) -> Bool
  ) {
    kernel.finite.withUnsafeBufferPointer { finite in
      guard let first = finite.baseAddress else { return }
      for k in radii.indices where radii[k] > 0 {
        let weights = first + k * columns
        Scalar.inherit(radii[k] * RadiusModel.inflation, weights, in: self)
        if isZero(k) {
          for column in 0..<columns where weights[column] != 0 { terms[column] &+= 1 }
        }
      }
    }
  }

  private func addSubnormalPartners<Scalar: OracleScalar>(_ operands: Operands, _ kernel: PreparedKernel<Scalar>) {
    for place in 0..<operands.count {
      let (k, value) = (Int(operands.rows[place]), operands.values[place])
      let isSubnormal = Scalar(value).isSubnormal
      guard isSubnormal || kernel.hasSubnormals else { continue }
      for column in 0..<columns {
        let weight = kernel.elements[k * columns + column]
        if isSubnormal { subnormalPartners[column] += abs(Double(weight)) }
        if weight.isSubnormal { subnormalPartners[column] += abs(value) }
      }
    }
  }
}

/// Memory for the sums of some rows. Shared between threads only once it is filled.
final class RowTable: @unchecked Sendable {
  private let columns: Int
  private let rows: Int
  /// The room of one number of every column.
  private let plane: Int
  private let numbers: UnsafeMutablePointer<Double>
  private let counts: UnsafeMutablePointer<Int32>

  private static let numbersOfColumn = 5
  private static let countsOfColumn = 2

  /// Rows without any term.
  init(rows: Int, columns: Int) {
    (self.rows, self.columns, plane) = (rows, columns, wholeLanes(columns))
    numbers = .allocate(capacity: max(rows * plane * Self.numbersOfColumn, 1))
    numbers.initialize(repeating: 0, count: rows * plane * Self.numbersOfColumn)
    counts = .allocate(capacity: max(rows * plane * Self.countsOfColumn, 1))
    for row in 0..<rows {
      let first = counts + row * plane * Self.countsOfColumn
      first.initialize(repeating: 0, count: plane)
      (first + plane).initialize(repeating: absentBit, count: plane)
    }
  }

  deinit {
    numbers.deallocate()
    counts.deallocate()
  }

  subscript(row: Int) -> RowProducts {
    precondition(0..<rows ~= row, "row \(row) of \(rows)")
    let first = numbers + row * plane * Self.numbersOfColumn
    let firstCount = counts + row * plane * Self.countsOfColumn
    return RowProducts(
      columns: columns, sum: first, low: first + plane, magnitude: first + 2 * plane, inherited: first + 3 * plane,
      subnormalPartners: first + 4 * plane, terms: firstCount, lowestBit: firstCount + plane)
  }

  /// Overwrites a row with a row of a table of as many columns.
  func copy(_ source: Int, of other: RowTable, to row: Int) {
    let (from, to) = (other[source], self[row])
    to.sum.update(from: from.sum, count: plane * Self.numbersOfColumn)
    to.terms.update(from: from.terms, count: plane * Self.countsOfColumn)
  }
}
