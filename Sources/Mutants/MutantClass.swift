/// What a mutant gets wrong.
public enum MutantClass: String, CaseIterable, Sendable {
  /// Which block of the packed arrays belongs to which gate.
  case gatePacking = "gate-packing"
  /// The values of K, R or b.
  case parameters
  /// Which steps count.
  case mask
  /// How the gates make the new states: E6 and E7.
  case cell
  /// What is carried from step to step.
  case state
  /// Which values are returned.
  case output
  /// The functions applied to the pre-activations.
  case activation
  /// The format in which something is computed or stored.
  case precision
  /// A fault with a size, in families from gross to below the arithmetic's own error.
  case graded
  /// Values that are not finite.
  case special
  /// What is left over from another call.
  case stateful
  /// Blocks and tails of vectors.
  case vectorization
}

/// Where a mutant comes from.
public enum MutantOrigin: Hashable, Sendable {
  /// Bugs seen in public trackers, such as `keras#1934`.
  case bugs([String])
  /// One member of a family of faults, not seen anywhere in particular.
  case systematic
}

extension MutantOrigin: CustomStringConvertible {
  /// The references, or `systematic`.
  public var description: String {
    switch self {
    case .bugs(let references): references.joined(separator: ", ")
    case .systematic: "systematic"
    }
  }
}
