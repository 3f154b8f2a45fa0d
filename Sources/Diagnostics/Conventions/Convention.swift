public import LSTMContract

/// A way of reading a problem, or of handing back its answer, that differs from the contract's and that some
/// implementation uses. An implementation that is right but for one of these equals the reference on another problem.
public enum Convention: Hashable, Sendable {
  /// The four blocks along the last axis of K, R and b stand in this order.
  case gateOrder([Gate])
  /// How the parameters are read.
  case parameters(ParameterConvention)
  /// What happens to h0, c0 and the final states.
  case states(StateConvention)
  /// In which direction and order the sequence is run and the outputs stand.
  case sequence(SequenceConvention)
  /// Which steps count.
  case masks(MaskConvention)
  /// Which functions are computed.
  case activations(ActivationConvention)
}

extension Convention {
  /// Every convention but the contract's own: 23 orders of the gates, and every other kind.
  public static let all: [Convention] =
    permutations(of: Gate.allCases).dropFirst().map { .gateOrder($0) }
    + ParameterConvention.allCases.map { .parameters($0) } + StateConvention.allCases.map { .states($0) }
    + SequenceConvention.allCases.map { .sequence($0) } + MaskConvention.allCases.map { .masks($0) }
    + ActivationConvention.allCases.map { .activations($0) }

  /// A short name in kebab-case.
  public var id: String {
    switch self {
    case .gateOrder(let order): "gate-order-" + order.map(\.description).joined()
    case .parameters(let convention): convention.rawValue
    case .states(let convention): convention.rawValue
    case .sequence(let convention): convention.rawValue
    case .masks(let convention): convention.rawValue
    case .activations(let convention): convention.rawValue
    }
  }

  /// What completes "equals the reference with ...".
  public var sentence: String {
    switch self {
    case .gateOrder(let order): "gates packed " + order.map(\.description).joined(separator: ",")
    case .parameters(let convention): convention.sentence
    case .states(let convention): convention.sentence
    case .sequence(let convention): convention.sentence
    case .masks(let convention): convention.sentence
    case .activations(let convention): convention.sentence
    }
  }

  /// The answer of an implementation that is right but for this convention.
  public func answer<S: LSTMScalar>(to problem: LSTMProblem<S>) -> LSTMAnswer<S> {
    let hypothesis = Hypothesis([self])
    return hypothesis.answer(problem, asked: hypothesis.asked(problem))
  }

  /// Whether it reads the problem's mask otherwise than the contract does.
  public func changesMask<S: LSTMScalar>(of problem: LSTMProblem<S>) -> Bool { asked(problem).mask != problem.mask }

  /// The problem of the contract that the implementation really answers.
  func asked<S: LSTMScalar>(_ problem: LSTMProblem<S>) -> LSTMProblem<S> {
    switch self {
    case .gateOrder(let order):
      problem.replacingColumns { gate, unit, units in
        (order.firstIndex(of: gate) ?? gate.rawValue) * units + unit
      }
    case .parameters(let convention): convention.asked(problem)
    case .states(let convention): convention.asked(problem)
    case .sequence(let convention): convention.asked(problem)
    case .masks(let convention): convention.asked(problem)
    case .activations(let convention): convention.asked(problem)
    }
  }

  /// Turns the contract's answer into the one that the implementation hands back for `problem`.
  func returned<Value: LSTMScalar, S: LSTMScalar>(_ answer: inout LSTMAnswer<Value>, to problem: LSTMProblem<S>) {
    switch self {
    case .states(let convention): convention.returned(&answer, to: problem)
    case .masks(let convention): convention.returned(&answer, to: problem)
    case .sequence(let convention): convention.returned(&answer, to: problem)
    case .gateOrder, .parameters, .activations: break
    }
  }
}

/// Every order of the values, the given one first.
private func permutations<Value>(of values: [Value]) -> [[Value]] {
  guard values.count > 1 else { return [values] }
  return values.indices.flatMap { place -> [[Value]] in
    var rest = values
    let first = rest.remove(at: place)
    return permutations(of: rest).map { [first] + $0 }
  }
}
