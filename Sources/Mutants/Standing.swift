public import LSTMContract

/// What computation alone says of a mutant under a declared arithmetic; Docs/sensitivity.md has the proofs.
public enum Standing: String, Sendable, Codable {
  /// On every problem its answer has the bits of the faithful body's.
  case equivalent
  /// Its fault stays within what the declared arithmetic allows, on every problem.
  case legal
  /// Neither was proven.
  case undetermined
}

extension Mutant {
  /// What computation alone says of this mutant, in the scalar type of the model.
  public func standing(under model: ArithmeticModel) -> Standing { fault.standing(under: model) }
}
