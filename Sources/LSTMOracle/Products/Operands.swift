internal import LSTMContract

/// The operands of one row that are neither zero nor infinite nor NaN, with the rows of the kernel that they meet.
final class Operands {
  /// How many there are.
  private(set) var count = 0
  /// How many there are with those that are not used.
  private(set) var total = 0
  /// The rows of those that are used, and then, in any order, the rows of the others.
  let rows: UnsafeMutablePointer<Int32>
  let values: UnsafeMutablePointer<Double>
  /// What rounding to double took from the values.
  let rests: UnsafeMutablePointer<Double>
  /// The lowest set bit of each operand of the row, used or not.
  let bits: UnsafeMutablePointer<Int32>
  /// Whether an operand of the row is not finite.
  private(set) var hasNonFinite = false
  /// Whether an operand that is used is subnormal in the subject's type.
  private(set) var hasSubnormal = false
  /// Where the rows of those that are not used begin.
  private var unused = 0

  init(capacity: Int) {
    rows = .allocate(capacity: max(capacity, 1))
    values = .allocate(capacity: max(capacity, 1))
    rests = .allocate(capacity: max(capacity, 1))
    bits = .allocate(capacity: max(capacity, 1))
  }

  deinit {
    rows.deallocate()
    values.deallocate()
    rests.deallocate()
    bits.deallocate()
  }

  /// Takes operands of the subject's own type.
  @inline(__always) func take<Scalar: OracleScalar>(_ operands: UnsafeBufferPointer<Scalar>) {
    begin(operands.count)
    for k in operands.indices {
      let value = operands[k]
      if !value.isFinite { hasNonFinite = true }
      if value.isSubnormal { hasSubnormal = true }
      put(Double(value), 0, at: k, isUsed: value.isFinite && value != 0)
    }
    if let first = operands.baseAddress { Scalar.lowestBits(first, operands.count, bits) }
  }

  /// Takes operands that are known to two doubles, all finite.
  func take<Scalar: OracleScalar>(pairs operands: RangedColumns, count total: Int, as scalar: Scalar.Type) {
    begin(total)
    for k in 0..<total {
      let value = operands.value[k]
      bits[k] = lowestBit(of: Scalar(value))
      if value != 0, Scalar(value).isSubnormal { hasSubnormal = true }
      put(value, operands.rest[k], at: k, isUsed: value != 0)
    }
  }

  /// Writes all operands side by side with their absolute values, 0 in the place of those that are not used.
  func spread(into numbers: UnsafeMutablePointer<Double>, sizes: UnsafeMutablePointer<Double>) {
    if count < total {
      numbers.update(repeating: 0, count: total)
      sizes.update(repeating: 0, count: total)
    }
    for place in 0..<count {
      let k = Int(rows[place])
      numbers[k] = values[place]
      sizes[k] = abs(values[place])
    }
  }

  @inline(__always) private func begin(_ total: Int) {
    (count, self.total, unused, hasNonFinite, hasSubnormal) = (0, total, total, false, false)
  }

  @inline(__always) private func put(_ value: Double, _ rest: Double, at k: Int, isUsed: Bool) {
    if isUsed {
      rows[count] = Int32(truncatingIfNeeded: k)
      values[count] = value
      rests[count] = rest
      count += 1
    } else {
      unused -= 1
      rows[unused] = Int32(truncatingIfNeeded: k)
    }
  }
}
