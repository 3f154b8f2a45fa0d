internal import LSTMContract

/// The operands of one row that are neither zero nor infinite nor NaN, with the rows of the kernel that they meet.
final class Operands {
  /// How many there are.
  private(set) var count = 0
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
    (count, hasNonFinite, hasSubnormal) = (0, false, false)
    for k in operands.indices {
      let value = operands[k]
      guard value.isFinite else {
        hasNonFinite = true
        continue
      }
      guard value != 0 else { continue }
      if value.isSubnormal { hasSubnormal = true }
      rows[count] = Int32(truncatingIfNeeded: k)
      values[count] = Double(value)
      rests[count] = 0
      count += 1
    }
    if let first = operands.baseAddress { Scalar.lowestBits(first, operands.count, bits) }
  }

  /// Takes operands that are known to two doubles, all finite.
  func take<Scalar: OracleScalar>(pairs operands: RangedColumns, count total: Int, as scalar: Scalar.Type) {
    (count, hasNonFinite, hasSubnormal) = (0, false, false)
    for k in 0..<total {
      let value = operands.value[k]
      bits[k] = lowestBit(of: Scalar(value))
      guard value != 0 else { continue }
      if Scalar(value).isSubnormal { hasSubnormal = true }
      rows[count] = Int32(truncatingIfNeeded: k)
      values[count] = value
      rests[count] = operands.rest[k]
      count += 1
    }
  }
}
