internal import LSTMContract

/// A place in which the equations use an activation.
enum ProbedPlace: String, CaseIterable {
  case inputGate = "input gate"
  case forgetGate = "forget gate"
  case outputGate = "output gate"
  case candidate
  case cellActivation = "cell activation"

  var isSigmoid: Bool { self == .inputGate || self == .forgetGate || self == .outputGate }

  /// Whether the value is read from c; otherwise from h.
  var isReadFromC: Bool { self == .inputGate || self == .forgetGate || self == .candidate }
}
