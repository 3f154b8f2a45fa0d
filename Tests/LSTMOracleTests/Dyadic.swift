/// An integer times a power of two: every finite double is one, and sums and products of them are exact.
///
/// It shares nothing with the arithmetic that is tested, and is the same on every processor.
struct Dyadic: Comparable {
  private let isNegative: Bool
  /// The magnitude of the integer in limbs of 32 bits, the least significant first, the last not 0.
  private let limbs: [UInt32]
  private let exponent: Int

  private init(isNegative: Bool, limbs: [UInt32], exponent: Int) {
    var limbs = limbs
    while limbs.last == 0 { limbs.removeLast() }
    (self.isNegative, self.limbs, self.exponent) = (isNegative && !limbs.isEmpty, limbs, exponent)
  }

  /// A finite number.
  init(_ value: Double) {
    precondition(value.isFinite, "\(value) is no integer times a power of two")
    let integer = value.significandBitPattern | (value.exponentBitPattern == 0 ? 0 : 1 << 52)
    self.init(
      isNegative: value < 0, limbs: [UInt32(truncatingIfNeeded: integer), UInt32(integer >> 32)],
      exponent: max(Int(value.exponentBitPattern), 1) - 1075)
  }

  /// The unevaluated sum of two numbers.
  init(_ high: Double, _ low: Double) { self = Dyadic(high) + Dyadic(low) }

  var magnitude: Dyadic { Dyadic(isNegative: false, limbs: limbs, exponent: exponent) }

  static prefix func - (a: Dyadic) -> Dyadic {
    Dyadic(isNegative: !a.isNegative, limbs: a.limbs, exponent: a.exponent)
  }

  static func + (a: Dyadic, b: Dyadic) -> Dyadic {
    let exponent = min(a.exponent, b.exponent)
    let (x, y) = (a.limbs(above: exponent), b.limbs(above: exponent))
    if a.isNegative == b.isNegative {
      return Dyadic(isNegative: a.isNegative, limbs: sum(x, y), exponent: exponent)
    }
    let (difference, isBelow) = Self.difference(x, y)
    return Dyadic(isNegative: a.isNegative != isBelow, limbs: difference, exponent: exponent)
  }

  static func - (a: Dyadic, b: Dyadic) -> Dyadic { a + -b }

  static func * (a: Dyadic, b: Dyadic) -> Dyadic {
    var product = [UInt32](repeating: 0, count: a.limbs.count + b.limbs.count)
    for (i, x) in a.limbs.enumerated() {
      var carry: UInt64 = 0
      for (j, y) in b.limbs.enumerated() {
        carry += UInt64(x) * UInt64(y) + UInt64(product[i + j])
        product[i + j] = UInt32(truncatingIfNeeded: carry)
        carry >>= 32
      }
      product[i + b.limbs.count] = UInt32(carry)
    }
    return Dyadic(isNegative: a.isNegative != b.isNegative, limbs: product, exponent: a.exponent + b.exponent)
  }

  static func < (a: Dyadic, b: Dyadic) -> Bool { (a - b).isNegative }

  static func == (a: Dyadic, b: Dyadic) -> Bool { (a - b).limbs.isEmpty }

  /// The magnitude in units of 2^unit, which is at most the exponent.
  private func limbs(above unit: Int) -> [UInt32] {
    let (words, bits) = (exponent - unit).quotientAndRemainder(dividingBy: 32)
    var (shifted, carry) = ([UInt32](repeating: 0, count: words), UInt64(0))
    for limb in limbs {
      carry |= UInt64(limb) << UInt64(bits)
      shifted.append(UInt32(truncatingIfNeeded: carry))
      carry >>= 32
    }
    return shifted + [UInt32(carry)]
  }

  private static func sum(_ x: [UInt32], _ y: [UInt32]) -> [UInt32] {
    var (sum, carry) = ([UInt32](), UInt64(0))
    for place in 0..<max(x.count, y.count) {
      carry += UInt64(place < x.count ? x[place] : 0) + UInt64(place < y.count ? y[place] : 0)
      sum.append(UInt32(truncatingIfNeeded: carry))
      carry >>= 32
    }
    return sum + [UInt32(carry)]
  }

  /// |x - y|, and whether x < y.
  private static func difference(_ x: [UInt32], _ y: [UInt32]) -> (limbs: [UInt32], isBelow: Bool) {
    var (difference, borrow) = ([UInt32](), Int64(0))
    for place in 0..<max(x.count, y.count) {
      borrow += Int64(place < x.count ? x[place] : 0) - Int64(place < y.count ? y[place] : 0)
      difference.append(UInt32(truncatingIfNeeded: borrow))
      borrow >>= 32
    }
    return borrow < 0 ? (self.difference(y, x).limbs, true) : (difference, false)
  }
}
