internal import LSTMContract

extension Mutant {
  /// The piecewise linear sigmoid of Keras 1 and 2 for the logistic one.
  public static let hardSigmoid = Mutant(
    "hard-sigmoid", "Where sigmoid is asked for, clip(0.2 x + 0.5, 0, 1) is computed.", class: .activation,
    origin: .systematic, fault: Substituted(wanted: .sigmoid, computed: .hardSigmoidFifth))

  static let activationFaults = [hardSigmoid]
}

/// One activation computed in the place of another.
private struct Substituted: Fault {
  let wanted: Activation
  let computed: Activation

  func value<S: LSTMScalar>(of activation: Activation, at z: S, by rule: ActivationRule) -> S {
    rule.value(of: activation == wanted ? computed : activation, at: z)
  }
}
