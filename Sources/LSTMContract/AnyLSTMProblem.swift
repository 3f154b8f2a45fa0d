/// A problem of either scalar type, as a file or a case line holds it.
public enum AnyLSTMProblem: Sendable, Equatable {
  /// A problem in `Float`.
  case float(LSTMProblem<Float>)
  /// A problem in `Double`.
  case double(LSTMProblem<Double>)

  /// The problem, whatever its scalar type.
  public init<Scalar: LSTMScalar>(_ problem: LSTMProblem<Scalar>) {
    if let problem = problem as? LSTMProblem<Float> {
      self = .float(problem)
    } else if let problem = problem as? LSTMProblem<Double> {
      self = .double(problem)
    } else {
      preconditionFailure("LSTMScalar is Float or Double")
    }
  }

  /// The scalar type.
  public var scalar: ScalarKind {
    switch self {
    case .float: .float
    case .double: .double
    }
  }

  /// T, B, I and H.
  public var shape: LSTMShape {
    switch self {
    case .float(let problem): problem.shape
    case .double(let problem): problem.shape
    }
  }

  /// Layout, direction, output rules and activations.
  public var options: LSTMOptions {
    switch self {
    case .float(let problem): problem.options
    case .double(let problem): problem.options
    }
  }
}

/// An answer of either scalar type.
public enum AnyLSTMAnswer: Sendable, Equatable {
  /// An answer in `Float`.
  case float(LSTMAnswer<Float>)
  /// An answer in `Double`.
  case double(LSTMAnswer<Double>)
}

extension AnyLSTMAnswer {
  /// The answer, whatever its scalar type.
  public init<Scalar: LSTMScalar>(_ answer: LSTMAnswer<Scalar>) {
    if let answer = answer as? LSTMAnswer<Float> {
      self = .float(answer)
    } else if let answer = answer as? LSTMAnswer<Double> {
      self = .double(answer)
    } else {
      preconditionFailure("LSTMScalar is Float or Double")
    }
  }
}
