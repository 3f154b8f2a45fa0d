internal import LSTMContract

/// A place in which the equations use an activation.
package enum ProbedPlace: String, CaseIterable {
  case inputGate = "input gate"
  case forgetGate = "forget gate"
  case outputGate = "output gate"
  case candidate
  case cellActivation = "cell activation"

  package var isSigmoid: Bool { self == .inputGate || self == .forgetGate || self == .outputGate }

  /// Whether the value is read from c; otherwise from h.
  package var isReadFromC: Bool { self == .inputGate || self == .forgetGate || self == .candidate }
}
