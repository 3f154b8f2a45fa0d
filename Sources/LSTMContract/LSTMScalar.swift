/// A scalar type in which an LSTM stores its arrays: `Float` or `Double`.
public protocol LSTMScalar: BinaryFloatingPoint, SIMDScalar, Codable, Sendable {
  /// Which of the two this is.
  static var kind: ScalarKind { get }
  /// The bit pattern, widened with zeros, so that values can be compared bit for bit (-0 differs from +0).
  var bits: UInt64 { get }
  /// The value with this bit pattern; bits above the type's width are dropped.
  init(bits: UInt64)
}

/// The name of a scalar type.
public enum ScalarKind: String, CaseIterable, Codable, Sendable {
  /// IEEE 754 binary32.
  case float
  /// IEEE 754 binary64.
  case double
}

extension Float: LSTMScalar {
  public static var kind: ScalarKind { .float }
  @inlinable public var bits: UInt64 { UInt64(bitPattern) }
  @inlinable public init(bits: UInt64) { self.init(bitPattern: UInt32(truncatingIfNeeded: bits)) }
}

extension Double: LSTMScalar {
  public static var kind: ScalarKind { .double }
  @inlinable public var bits: UInt64 { bitPattern }
  @inlinable public init(bits: UInt64) { self.init(bitPattern: bits) }
}
