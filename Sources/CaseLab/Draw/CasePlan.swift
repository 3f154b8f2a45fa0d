public import LSTMContract

/// What is decided about a case before any of its data are drawn; the same in both scalar types.
///
/// A campaign reads plans to pass over what a subject refuses, which costs microseconds and no memory.
public struct CasePlan: Equatable, Sendable {
  /// What decided it.
  public let key: CaseKey
  /// T, B, I and H.
  public let shape: LSTMShape
  /// Layout, direction, output rules and activations.
  public let options: LSTMOptions
  /// Which steps count.
  public let mask: MaskKind
  /// The length of the first masked run in the first row of a mask of runs, or 0 where it is drawn.
  let maskedRun: Int
  /// Whether the case has a bias.
  public let hasBias: Bool
  /// Whether h0 may have an element that is not zero; where false, every element is a zero.
  public let hasInitialH: Bool
  /// Whether c0 may have an element that is not zero; where false, every element is a zero.
  public let hasInitialC: Bool
  /// How the data are made.
  public let regime: Regime
}

extension CasePlan {
  /// Multiplications in all products of the case: T·B·4H·(I + H).
  public var products: Int { shape.products }
}
