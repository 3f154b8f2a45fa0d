/// The error that a subject declares for an activation: |s^(x) - s(x)| <= relative * |s(x)| + absolute.
public struct ActivationClass: Hashable, Sendable, Codable {
  /// rho, dimensionless.
  public var relative: Double
  /// a, in the unit of the value.
  public var absolute: Double

  /// A class with these two bounds.
  public init(relative: Double = 0, absolute: Double) {
    self.relative = relative
    self.absolute = absolute
  }
}

/// The arithmetic that a subject declares. It decides the radius of every element and is printed in every report.
///
/// Symbols are those of Docs/tolerances.md (R3).
public struct ArithmeticModel: Hashable, Sendable, Codable {
  /// The scalar type of the arrays.
  public var scalar: ScalarKind
  /// u, the unit roundoff of elementwise arithmetic.
  public var unitRoundoff: Double
  /// u_acc, the unit roundoff of the accumulator of a dot product.
  public var accumulatorRoundoff: Double
  /// Whether the accumulator truncates instead of rounding to nearest.
  public var truncatingAccumulator: Bool
  /// u_in, the rounding of the operands before a product.
  public var operandRoundoff: Double
  /// u_h, an extra rounding of h when it is stored.
  public var storageRoundoffH: Double
  /// u_c, an extra rounding of c when it is stored.
  public var storageRoundoffC: Double
  /// lambda, the smallest normal number of the narrowest format in use.
  public var smallestNormal: Double
  /// The largest finite number of the narrowest format in use.
  public var largestFinite: Double
  /// Whether subnormal results may be flushed to zero.
  public var flushesToZero: Bool
  /// Whether subnormal operands may be read as zero.
  public var denormalsAreZero: Bool
  /// The class of the sigmoid.
  public var sigmoid: ActivationClass
  /// The class of tanh.
  public var tanh: ActivationClass

  /// Round to nearest in `scalar` throughout, activations within p units of u.
  ///
  /// - Parameter p: the absolute error of sigmoid and tanh in units of u.
  public init(scalar: ScalarKind, activationUnits p: Double = 6) {
    let u = scalar == .float ? 0x1p-24 : 0x1p-53
    self.scalar = scalar
    unitRoundoff = u
    accumulatorRoundoff = u
    truncatingAccumulator = false
    operandRoundoff = 0
    storageRoundoffH = 0
    storageRoundoffC = 0
    smallestNormal = scalar == .float ? 0x1p-126 : 0x1p-1022
    largestFinite = scalar == .float ? Double(Float.greatestFiniteMagnitude) : .greatestFiniteMagnitude
    flushesToZero = false
    denormalsAreZero = false
    sigmoid = ActivationClass(absolute: p * u)
    tanh = ActivationClass(absolute: p * u)
  }
}

extension ArithmeticModel: CustomStringConvertible {
  /// One line: `float: u 2^-24, accumulator 2^-24 to nearest, sigmoid 6u, tanh 6u`.
  public var description: String {
    let u = unitRoundoff
    func power(_ value: Double) -> String {
      value > 0 && value.significand == 1 ? "2^\(value.exponent)" : "\(value)"
    }
    func activation(_ bound: ActivationClass) -> String {
      func units(_ value: Double) -> String { "\((value / u * 100).rounded() / 100)u" }
      let parts = [
        bound.relative > 0 ? units(bound.relative) + " of the value" : nil,
        bound.relative == 0 || bound.absolute >= 0.01 * u ? units(bound.absolute) : nil,
      ]
      return parts.compactMap { $0 }.joined(separator: " + ")
    }
    var parts = [
      "u \(power(u))",
      "accumulator \(power(accumulatorRoundoff)) \(truncatingAccumulator ? "truncating" : "to nearest")",
      "sigmoid \(activation(sigmoid))", "tanh \(activation(tanh))",
    ]
    if operandRoundoff > 0 { parts.append("operands \(power(operandRoundoff))") }
    if storageRoundoffH > 0 { parts.append("h stored at \(power(storageRoundoffH))") }
    if storageRoundoffC > 0 { parts.append("c stored at \(power(storageRoundoffC))") }
    if flushesToZero { parts.append("flushes to zero") }
    if denormalsAreZero { parts.append("denormals are zero") }
    return "\(scalar.rawValue): " + parts.joined(separator: ", ")
  }
}
