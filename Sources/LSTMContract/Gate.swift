/// One of the four gates, in the order in which their blocks are packed along the last axis of K, R and b (E1).
public enum Gate: Int, CaseIterable, Codable, Sendable {
  /// Input gate (E2).
  case i
  /// Forget gate (E3).
  case f
  /// Candidate (E4).
  case j
  /// Output gate (E5).
  case o
}

extension Gate: CustomStringConvertible {
  /// The letter.
  public var description: String {
    switch self {
    case .i: "i"
    case .f: "f"
    case .j: "j"
    case .o: "o"
    }
  }

  /// The equation that defines the gate.
  public var equation: Equation {
    switch self {
    case .i: .inputGate
    case .f: .forgetGate
    case .j: .candidate
    case .o: .outputGate
    }
  }
}
