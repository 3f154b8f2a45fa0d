internal import LSTMContract

/// The exponent of the lowest set bit of a finite number: it is a multiple of 2^e and of no higher power.
///
/// 0 and non-finite values give `Int32.max / 4`, which no minimum chooses.
@inline(__always) func lowestBit<Scalar: LSTMScalar>(of value: Scalar) -> Int32 {
  let width = Scalar.significandBitCount
  let bits = value.bits
  let fraction = bits & ((1 << UInt64(width)) - 1)
  let biased = Int((bits >> UInt64(width)) & ((1 << UInt64(Scalar.exponentBitCount)) - 1))
  let bias = (1 << (Scalar.exponentBitCount - 1)) - 1
  guard biased < 2 * bias + 1, fraction != 0 || biased != 0 else { return absentBit }
  let significand = biased == 0 ? fraction : fraction | (1 << UInt64(width))
  return Int32(max(biased, 1) - bias - width + significand.trailingZeroBitCount)
}

/// Larger than every exponent, and safe to add to another.
let absentBit = Int32.max / 4
