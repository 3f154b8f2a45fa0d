internal import LSTMContract

extension Mutant {
  /// The piecewise linear sigmoid of Keras 1 and 2 for the logistic one.
  public static let hardSigmoid = Mutant(
    "hard-sigmoid", "Where sigmoid is asked for, clip(0.2 x + 0.5, 0, 1) is computed.", class: .activation,
    origin: .systematic, fault: Substituted(wanted: .sigmoid, computed: .hardSigmoidFifth))

  static let namedActivationFaults = [hardSigmoid]
}

/// One activation computed in the place of another.
private struct Substituted: Fault {
  let wanted: Activation
  let computed: Activation

  func value<S: LSTMScalar>(of activation: Activation, at z: S, by rule: ActivationRule) -> S {
    rule.value(of: activation == wanted ? computed : activation, at: z)
  }
}

extension Mutant {
  /// Activations in the wrong place, left out, or approximated.
  static let activationFaults: [Mutant] =
    [Gate.i, .f, .o].map { gate in
      Mutant(
        "gate-\(gate)-tanh", "The gate \(gate) is a tanh.", class: .activation, origin: .systematic,
        fault: GateActivation(gate: gate, computed: .tanh))
    }
    + [Gate.i, .f, .o].map { gate in
      Mutant(
        "gate-\(gate)-linear", "The gate \(gate) has no activation.", class: .activation, origin: .systematic,
        fault: GateActivation(gate: gate, computed: .identity))
    }
    + [
      Mutant(
        "candidate-sigmoid", "The candidate is a sigmoid.", class: .activation, origin: .systematic,
        fault: GateActivation(gate: .j, computed: .sigmoid)),
      Mutant(
        "candidate-linear", "The candidate has no activation.", class: .activation, origin: .systematic,
        fault: GateActivation(gate: .j, computed: .identity)),
      Mutant(
        "candidate-relu", "The candidate is a relu.", class: .activation, origin: .systematic,
        fault: GateActivation(gate: .j, computed: .relu)),
      Mutant(
        "output-linear", "h is o times c: the second tanh is missing.", class: .activation, origin: .systematic,
        fault: CellActivation(computed: .identity)),
      Mutant(
        "output-sigmoid", "h is o times sigmoid(c).", class: .activation, origin: .systematic,
        fault: CellActivation(computed: .sigmoid)),
      Mutant(
        "hard-sigmoid-sixth", "Where sigmoid is asked for, clip(x / 6 + 0.5, 0, 1) is computed.", class: .activation,
        origin: .systematic, fault: Replaced(wanted: .sigmoid, computed: .hardSigmoidSixth)),
      Mutant(
        "hard-sigmoids-exchanged", "clip(x / 6 + 0.5) is computed for clip(0.2 x + 0.5).", class: .activation,
        origin: .systematic, fault: Replaced(wanted: .hardSigmoidFifth, computed: .hardSigmoidSixth)),
      Mutant(
        "hard-sigmoid-without-offset", "The hard sigmoids lose their 0.5.", class: .activation,
        origin: .bugs(["keras#23544"]), fault: LostOffset()),
      Mutant(
        "relu-is-identity", "relu lets negative values pass.", class: .activation, origin: .systematic,
        fault: Replaced(wanted: .relu, computed: .identity)),
      Mutant(
        "tanh-pade", "tanh is x (27 + x^2) / (27 + 9 x^2), clamped: off by up to 0.02.", class: .activation,
        origin: .systematic, fault: PadeTanh()),
      Mutant(
        "tanh-clamped-at-3", "tanh is computed on x clamped to 3.", class: .activation, origin: .systematic,
        fault: ClampedTanh(limit: 3)),
      Mutant(
        "tanh-clamped-at-5", "tanh is computed on x clamped to 5: off by 1e-4 beyond.", class: .activation,
        origin: .systematic, fault: ClampedTanh(limit: 5)),
      Mutant(
        "sigmoid-overflows", "exp(-x) overflows below -88, and the sigmoid is NaN there.", class: .activation,
        origin: .bugs(["mxnet#11804"]), fault: OverflowingSigmoid()),
      Mutant(
        "forget-bias-one", "1 is added to the bias of the forget gate.", class: .activation, origin: .systematic,
        fault: ForgetBias(by: 1)),
    ]
}

private struct GateActivation: Fault {
  let gate: Gate
  let computed: Activation

  func gateValue<S: LSTMScalar>(_ gate: Gate, of activation: Activation, at z: S, by rule: ActivationRule) -> S {
    rule.value(of: gate == self.gate ? computed : activation, at: z)
  }
}

private struct CellActivation: Fault {
  let computed: Activation

  func cellValue<S: LSTMScalar>(of activation: Activation, at c: S, by rule: ActivationRule) -> S {
    rule.value(of: computed, at: c)
  }
}

private struct Replaced: Fault {
  let wanted: Activation
  let computed: Activation

  func value<S: LSTMScalar>(of activation: Activation, at z: S, by rule: ActivationRule) -> S {
    rule.value(of: activation == wanted ? computed : activation, at: z)
  }
}

private struct LostOffset: Fault {
  func value<S: LSTMScalar>(of activation: Activation, at z: S, by rule: ActivationRule) -> S {
    switch activation {
    case .hardSigmoidFifth: min(max(z / 5, 0), 1)
    case .hardSigmoidSixth: min(max(z / 6, 0), 1)
    default: rule.value(of: activation, at: z)
    }
  }
}

private struct PadeTanh: Fault {
  func value<S: LSTMScalar>(of activation: Activation, at z: S, by rule: ActivationRule) -> S {
    guard activation == .tanh else { return rule.value(of: activation, at: z) }
    let x = min(max(z, -3), 3)
    return x * (27 + x * x) / (27 + 9 * x * x)
  }
}

private struct ClampedTanh: Fault {
  let limit: Double

  func value<S: LSTMScalar>(of activation: Activation, at z: S, by rule: ActivationRule) -> S {
    guard activation == .tanh, !z.isNaN else { return rule.value(of: activation, at: z) }
    return rule.value(of: activation, at: min(max(z, S(-limit)), S(limit)))
  }
}

private struct OverflowingSigmoid: Fault {
  func value<S: LSTMScalar>(of activation: Activation, at z: S, by rule: ActivationRule) -> S {
    activation == .sigmoid && z < -88 ? .nan : rule.value(of: activation, at: z)
  }
}

private struct ForgetBias: Fault {
  let by: Double

  func preActivation<S: LSTMScalar>(_ z: S, gate: Gate, unit: Int) -> S { gate == .f ? z + S(by) : z }
}
