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

  /// A row without any term.
  init(columns: Int) {
    self.columns = columns
    // The room of one number of every column.
    let plane = wholeLanes(columns)
    sum = .allocate(capacity: max(5 * plane, 1))
    sum.initialize(repeating: 0, count: 5 * plane)
    (low, magnitude, inherited, subnormalPartners) = (sum + plane, sum + 2 * plane, sum + 3 * plane, sum + 4 * plane)
    terms = .allocate(capacity: max(2 * plane, 1))
    terms.initialize(repeating: 0, count: plane)
    lowestBit = terms + plane
    lowestBit.initialize(repeating: absentBit, count: plane)
  }

  deinit {
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
      kernel.elements.withUnsafeBufferPointer { elements in
        guard let first = elements.baseAddress else { return }
        for k in 0..<count {
          let row = Int(operands.rows[k])
          Scalar.lower(by: operands.bits[row], first + row * columns, in: self)
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
