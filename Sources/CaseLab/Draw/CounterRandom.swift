/// Counter-based randomness: a value is a function of (seed, case, stream, coordinates) and of nothing else.
///
/// Values are keyed by their coordinates, not by a flat position, so a smaller tensor holds the same values as the
/// corner of a larger one, and no draw depends on what was drawn before it or on which thread.
package struct CounterRandom: Sendable {
  private let key: UInt64

  package init(seed: UInt64, case index: UInt64) { key = Self.mixed(Self.mixed(seed) ^ index &* 0x9E37_79B9_7F4A_7C15) }

  private init(key: UInt64) { self.key = key }

  /// The randomness of one tensor or one kind of choice.
  package func stream(_ name: UInt64) -> CounterRandom {
    CounterRandom(key: Self.mixed(key ^ name &* 0xD1B5_4A32_D192_ED03))
  }

  /// The finalizer of SplitMix64 (Steele, Lea and Flood 2014).
  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// 64 random bits at these coordinates.
  func word(_ a: Int, _ b: Int = 0, _ c: Int = 0) -> UInt64 {
    let coordinates =
      UInt64(truncatingIfNeeded: a) &* 0xA076_1D64_78BD_642F
      ^ UInt64(truncatingIfNeeded: b) &* 0xE703_7ED1_A0B4_28DB ^ UInt64(truncatingIfNeeded: c) &* 0x8EBC_6AF0_9C88_C6E3
    return Self.mixed(key ^ Self.mixed(coordinates))
  }

  /// A number below `bound`, at these coordinates.
  package func below(_ bound: Int, at a: Int, _ b: Int = 0, _ c: Int = 0) -> Int {
    Int(word(a, b, c).multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// One of the elements, by weight.
  func choice<Value>(_ weighted: [(Value, Int)], _ a: Int) -> Value {
    var rest = below(weighted.reduce(0) { $0 + $1.1 }, at: a)
    for (value, weight) in weighted {
      if rest < weight { return value }
      rest -= weight
    }
    preconditionFailure("weights are positive")
  }

  /// A number in (-1, 1) with a full mantissa, at these coordinates.
  package func signed(_ a: Int, _ b: Int = 0, _ c: Int = 0) -> Double {
    (Double(word(a, b, c) >> 11) + 0.5) * 0x1p-52 - 1
  }

  /// A number in (-1, -1/4) or (1/4, 1) with a full mantissa: never so small that a fault in it could hide.
  func awayFromZero(_ a: Int, _ b: Int = 0, _ c: Int = 0) -> Double {
    let value = signed(a, b, c)
    return value < 0 ? value * 0.75 - 0.25 : value * 0.75 + 0.25
  }
}
