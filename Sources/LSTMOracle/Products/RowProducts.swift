internal import CLSTMOracle
internal import LSTMContract

/// The running sums of one row's 4H pre-activations: z, S, m and the lowest bit of each column (R5-R7, R12).
///
/// Under a `Double` subject z is `sum + low`, good to about 106 bits; S is rounded in double, and the radii count that
/// rounding (R11).
final class RowProducts {
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
  private let ownsRoom: Bool

  /// How many numbers a row of so many columns has.
  static func numbers(ofColumns columns: Int) -> Int { 5 * wholeLanes(columns) }
  /// How many integers it has.
  static func integers(ofColumns columns: Int) -> Int { 2 * wholeLanes(columns) }

  /// A row without any term.
  convenience init(columns: Int) {
    let (numbers, integers) = (Self.numbers(ofColumns: columns), Self.integers(ofColumns: columns))
    self.init(
      columns: columns, numbers: .allocate(capacity: max(numbers, 1)), integers: .allocate(capacity: max(integers, 1)),
      ownsRoom: true)
  }

  /// A row without any term, in room that belongs to somebody else unless the row is to own it.
  init(
    columns: Int, numbers: UnsafeMutablePointer<Double>, integers: UnsafeMutablePointer<Int32>, ownsRoom: Bool = false
  ) {
    self.columns = columns
    self.ownsRoom = ownsRoom
    // The room of one number of every column.
    let plane = wholeLanes(columns)
    sum = numbers
    sum.initialize(repeating: 0, count: Self.numbers(ofColumns: columns))
    (low, magnitude, inherited, subnormalPartners) = (sum + plane, sum + 2 * plane, sum + 3 * plane, sum + 4 * plane)
    terms = integers
    terms.initialize(repeating: 0, count: plane)
    lowestBit = terms + plane
    lowestBit.initialize(repeating: absentBit, count: plane)
  }

  deinit {
    guard ownsRoom else { return }
    sum.deallocate()
    terms.deallocate()
  }

  /// The sums as the functions over arrays take them.
  func withPointer(_ body: (UnsafePointer<clstm_oracle_sums>) -> Void) {
    let sums = clstm_oracle_sums(
      sum: sum, low: low, magnitude: magnitude, inherited: inherited, subnormal_partners: subnormalPartners,
      terms: terms, lowest_bit: lowestBit)
    withExtendedLifetime(self) { withUnsafePointer(to: sums, body) }
  }

  /// The room as the functions over arrays write it.
  var room: clstm_oracle_room {
    clstm_oracle_room(
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
    kernel.finite.withUnsafeBufferPointer { finite in
      if let first = finite.baseAddress { Scalar.add(operands, first, to: self) }
    }
    account(for: operands, kernel: kernel, isExact: isExact, countsSubnormals: countsSubnormals)
  }

  /// Counts the terms of operands · kernel and lowers the lowest bits, without adding to the sums.
  func account<Scalar: OracleScalar>(
    for operands: Operands, kernel: PreparedKernel<Scalar>, isExact: Bool = true, countsSubnormals: Bool
  ) {
    let count = operands.count
    guard count > 0 else { return }
    kernel.elements.withUnsafeBufferPointer { elements in
      guard let first = elements.baseAddress else { return }
      if countsSubnormals, operands.hasSubnormal || kernel.hasSubnormals {
        Scalar.addPartners(operands, first, to: self)
      }
      addTerms(operands, kernel, first)
      guard isExact else {
        lowestBit.update(repeating: -absentBit, count: columns)
        return
      }
      lowerBits(operands, kernel, first)
    }
  }

  /// R7: one term for each weight that is not zero and meets an operand that is used.
  private func addTerms<Scalar: OracleScalar>(
    _ operands: Operands, _ kernel: PreparedKernel<Scalar>, _ first: UnsafePointer<Scalar>
  ) {
    let (count, left) = (operands.count, operands.total - operands.count)
    guard kernel.hasZeros else {
      for column in 0..<columns { terms[column] &+= Int32(truncatingIfNeeded: count) }
      return
    }
    guard left < count else {
      Scalar.count(1, operands.rows, count, first, in: self)
      return
    }
    // Fewer are left out than used.
    for column in 0..<columns { terms[column] &+= kernel.columnTerms[column] }
    if left > 0 { Scalar.count(-1, operands.rows + count, left, first, in: self) }
  }

  /// R12. Few terms: exact pairing of bits. Many: the least bit of the row with the least bit of the column.
  private func lowerBits<Scalar: OracleScalar>(
    _ operands: Operands, _ kernel: PreparedKernel<Scalar>, _ first: UnsafePointer<Scalar>
  ) {
    let count = operands.count
    guard count > 4 else {
      for k in 0..<count {
        let row = Int(operands.rows[k])
        Scalar.lower(by: operands.bits[row], first + row * columns, in: self)
      }
      return
    }
    var least = absentBit
    for k in 0..<count { least = min(least, operands.bits[Int(operands.rows[k])]) }
    kernel.columnBits.withUnsafeBufferPointer { bits in
      if let first = bits.baseAddress { clstm_oracle_lower(least, first, absentBit, columns, lowestBit) }
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
}
