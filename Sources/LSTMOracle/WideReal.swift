internal import RealModule

/// The type in which the oracle executes the equations under a subject of a narrower type.
///
/// The reference's own error is bounded by multiples of `unitRoundoff` in every radius (u_r in R3), so it is never
/// mistaken for an error of the subject. This is not interval arithmetic: bounds are inflated where they are formed.
protocol WideReal: Real, BinaryFloatingPoint, Sendable {
  /// u_r, half the distance from 1 to the next number.
  static var unitRoundoff: Double { get }
  /// ufp(a) = 2^floor(log2 |a|), by exponent extraction, never by a logarithm; 0 for 0 (R4).
  var unitInFirstPlace: Double { get }
}

extension Double: WideReal {
  static var unitRoundoff: Double { 0x1p-53 }

  var unitInFirstPlace: Double {
    let power = Double(bitPattern: bitPattern & 0x7FF0_0000_0000_0000)
    return power != 0 || self == 0 ? power : Double(sign: .plus, exponent: Int(exponent), significand: 1)
  }
}

#if arch(x86_64) || arch(i386)
  extension Float80: WideReal {
    static var unitRoundoff: Double { 0x1p-64 }

    var unitInFirstPlace: Double {
      guard self != 0 else { return 0 }
      return isFinite ? Double(sign: .plus, exponent: Int(exponent), significand: 1) : .infinity
    }
  }

  /// The reference type under a `Double` subject.
  typealias WideDouble = Float80
#else
  /// No wider type than `Double` is at hand: `Oracle.isAvailable(for: .double)` is false.
  typealias WideDouble = Double
#endif

/// ufp of a bound that was itself rounded: a bound that fell a hair below a power of two counts as that power.
@inline(__always) func unitInFirstPlace(above bound: Double) -> Double {
  (bound * (1 + 0x1p-40)).unitInFirstPlace
}
