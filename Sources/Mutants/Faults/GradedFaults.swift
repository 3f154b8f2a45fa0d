public import LSTMContract

extension Mutant {
  private static let sizes = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8]

  /// Faults with a size e, from gross to below what the arithmetic itself may do.
  static let gradedFaults: [Mutant] = sizes.enumerated().flatMap { number, size -> [Mutant] in
    GradedKind.allCases.map { kind in
      Mutant(
        "\(kind.rawValue)-1e-\(number + 2)", "\(kind.sentence) 1e-\(number + 2).", class: .graded, origin: .systematic,
        fault: Graded(kind: kind, size: size, place: kind.firstPlace))
    }
  }

  /// A member of a graded family that the bank does not hold: the same fault at another place.
  ///
  /// - Parameter size: e, above 0.
  public static func graded(_ kind: GradedKind, size: Double, at place: GradedPlace) -> Mutant {
    let sign = place.isNegative ? "-" : "+"
    let gate = Gate.allCases[place.gate & 3]
    let whereabouts =
      switch kind {
      case .weight, .hiddenWeight: "gate-\(gate)-row-\(place.row)-unit-\(place.unit)"
      case .bias: "gate-\(gate)-unit-\(place.unit)"
      case .tanh: place.reach.rawValue
      case .sigmoid: GradedPlace.Reach.everywhere.rawValue
      }
    return Mutant(
      "\(kind.rawValue)\(sign)\(size)-\(whereabouts)", "\(kind.rawValue), e = \(sign)\(size), at \(whereabouts).",
      class: .graded, origin: .systematic, fault: Graded(kind: kind, size: size, place: place))
  }
}

extension GradedKind {
  /// Where the bank's members sit.
  fileprivate var firstPlace: GradedPlace {
    let gate: Gate =
      switch self {
      case .hiddenWeight: .f
      case .bias: .o
      default: .i
      }
    return GradedPlace(gate: gate.rawValue)
  }

  fileprivate var sentence: String {
    switch self {
    case .weight: "The first weight of gate i in K is scaled by 1 +"
    case .hiddenWeight: "The first weight of gate f in R is scaled by 1 +"
    case .bias: "The first bias of gate o is moved by"
    case .tanh: "tanh of the cell state and the candidate is moved by"
    case .sigmoid: "The sigmoid is moved by"
    }
  }
}

private struct Graded: ParameterFault {
  let kind: GradedKind
  let place: GradedPlace
  /// e with its sign.
  let size: Double

  init(kind: GradedKind, size: Double, place: GradedPlace) {
    self.kind = kind
    var place = place
    if kind != .tanh { place.reach = .everywhere }
    self.place = place
    self.size = place.isNegative ? -size : size
  }

  func prepare<S: LSTMScalar>(_ parameters: inout GateParameters<S>) {
    let gate = Gate.allCases[place.gate & 3]
    let unit = place.unit % parameters[gate].bias.count
    switch kind {
    case .weight: parameters[gate].kernel[place.row % parameters[gate].kernel.count][unit] *= S(1 + size)
    case .hiddenWeight: parameters[gate].hidden[place.row % parameters[gate].hidden.count][unit] *= S(1 + size)
    case .bias: parameters[gate].bias[unit] += S(size)
    case .tanh, .sigmoid: break
    }
  }

  func value<S: LSTMScalar>(of activation: Activation, at z: S, by rule: ActivationRule) -> S {
    let value = rule.value(of: activation, at: z)
    switch (kind, activation) {
    case (.tanh, .tanh), (.sigmoid, .sigmoid): return value + S(size)
    default: return value
    }
  }

  func gateValue<S: LSTMScalar>(_ gate: Gate, of activation: Activation, at z: S, by rule: ActivationRule) -> S {
    let isReached = place.reach == .everywhere || (place.reach == .candidate && gate == .j)
    return isReached ? value(of: activation, at: z, by: rule) : rule.value(of: activation, at: z)
  }

  func cellValue<S: LSTMScalar>(of activation: Activation, at c: S, by rule: ActivationRule) -> S {
    place.reach == .candidate ? rule.value(of: activation, at: c) : value(of: activation, at: c, by: rule)
  }

  func standing(under model: ArithmeticModel) -> Standing {
    switch kind {
    case .weight, .hiddenWeight:
      let factor = model.scalar == .float ? Double(Float(1 + size)) : 1 + size
      return factor == 1 ? .equivalent : .undetermined
    case .bias: return .undetermined
    case .tanh: return abs(size) <= model.hiddenMove(of: model.tanh) ? .legal : .undetermined
    case .sigmoid: return abs(size) <= model.hiddenMove(of: model.sigmoid) ? .legal : .undetermined
    }
  }
}

extension ArithmeticModel {
  /// The largest e for which a mutant whose tanh or sigmoid is moved by e stays within the class:
  /// |e| (1 + u) + 2u + 8 · 2^-53 <= a, solved for e.
  ///
  /// The value is evaluated in `Double`, off by at most 8 · 2^-53; its rounding, like that of the sum with e, is off by
  /// at most u, since neither exceeds 2 in absolute value; e itself is rounded once.
  public func hiddenMove(of bound: ActivationClass) -> Double {
    (bound.absolute - 2 * unitRoundoff - 8 * 0x1p-53) / (1 + unitRoundoff)
  }
}
