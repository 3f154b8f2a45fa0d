public import LSTMContract

/// Where a case comes from.
public enum CaseOrigin: Hashable, Sendable {
  /// Drawn by a `CaseGenerator`.
  case generated(CaseKey)
  /// Written out value by value.
  case explicit
  /// Read from a file.
  case file(String)
}

/// A problem with its origin. A case prints in one line, and the line makes it again.
public struct Case<Scalar: LSTMScalar>: Sendable {
  /// The problem.
  public let problem: LSTMProblem<Scalar>
  /// Where it comes from.
  public let origin: CaseOrigin
  /// How its data were made, for a generated case.
  public let regime: Regime?
  /// What kinds of case it is.
  public let labels: Set<CaseLabel>

  /// A case whose labels are read off the problem.
  public init(problem: LSTMProblem<Scalar>, origin: CaseOrigin, regime: Regime? = nil) {
    self.problem = problem
    self.origin = origin
    self.regime = regime
    labels = CaseLabel.labels(of: problem, regime: regime)
  }
}

/// A case of either scalar type.
public enum AnyCase: Sendable {
  /// A case in `Float`.
  case float(Case<Float>)
  /// A case in `Double`.
  case double(Case<Double>)
}

extension AnyCase {
  /// The line that makes the case again.
  public var line: String {
    switch self {
    case .float(let drawn): drawn.line
    case .double(let drawn): drawn.line
    }
  }
}
