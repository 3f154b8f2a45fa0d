internal import LSTMContract

/// A family of faults with a size e.
public enum GradedKind: String, CaseIterable, Sendable, Codable {
  /// One element of K is scaled by 1 + e.
  case weight = "weight-scaled"
  /// One element of R is scaled by 1 + e.
  case hiddenWeight = "hidden-weight-scaled"
  /// One bias is moved by e.
  case bias = "bias-moved"
  /// The value of tanh is moved by e.
  case tanh = "tanh-moved"
  /// The value of the sigmoid is moved by e.
  case sigmoid = "sigmoid-moved"
}

/// Where a graded fault sits, whatever the sizes of the problem.
public struct GradedPlace: Hashable, Sendable {
  /// Which tanh is moved.
  public enum Reach: String, CaseIterable, Sendable {
    /// Every one.
    case everywhere
    /// That of the candidate (E4).
    case candidate
    /// That of the cell state (E7).
    case cellState = "cell-state"
  }

  /// The gate, 0 to 3 in the order in which they are packed: i, f, j, o. Weights and biases only.
  public var gate: Int
  /// The row of K or R, modulo its number of rows. Weights only.
  public var row: Int
  /// The unit, modulo H. Weights and biases only.
  public var unit: Int
  /// Which tanh is moved. Moved tanh only.
  public var reach: Reach
  /// Whether the fault is -e and not +e.
  public var isNegative: Bool

  /// A place; the parts that a family does not have are ignored.
  public init(gate: Int = 0, row: Int = 0, unit: Int = 0, reach: Reach = .everywhere, isNegative: Bool = false) {
    self.gate = gate
    self.row = row
    self.unit = unit
    self.reach = reach
    self.isNegative = isNegative
  }
}
