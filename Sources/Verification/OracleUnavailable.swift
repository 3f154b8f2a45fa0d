public import LSTMContract

/// This machine has no type wide enough to judge subjects of a scalar type.
public struct OracleUnavailable: Error, Sendable, Equatable, CustomStringConvertible {
  /// The scalar type.
  public let scalar: ScalarKind
  public var description: String {
    "\(scalar.rawValue): this machine has no wider type in which to judge it (x86-64 has)"
  }
}
