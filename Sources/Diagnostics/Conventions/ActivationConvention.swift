internal import LSTMContract

/// Which functions stand for the ones asked for.
public enum ActivationConvention: String, CaseIterable, Sendable {
  case hardSigmoidFifth = "sigmoid-is-hard-0.2x"
  case hardSigmoidSixth = "sigmoid-is-hard-x/6"
  case hardSigmoidsExchanged = "hard-sigmoids-exchanged"
  case sigmoidForHard = "hard-sigmoid-is-sigmoid"
  case sigmoidIsTanh = "sigmoid-is-tanh"
  case tanhIsSigmoid = "tanh-is-sigmoid"
  case tanhIsRelu = "tanh-is-relu"
  case tanhIsIdentity = "tanh-is-identity"
  case activationsExchanged = "activations-exchanged"

  var sentence: String {
    switch self {
    case .hardSigmoidFifth: "clip(0.2 x + 0.5) for the sigmoid"
    case .hardSigmoidSixth: "clip(x / 6 + 0.5) for the sigmoid"
    case .hardSigmoidsExchanged: "the two hard sigmoids exchanged"
    case .sigmoidForHard: "the sigmoid for the hard sigmoids"
    case .sigmoidIsTanh: "tanh for the sigmoid"
    case .tanhIsSigmoid: "the sigmoid for tanh"
    case .tanhIsRelu: "relu for tanh"
    case .tanhIsIdentity: "the identity for tanh"
    case .activationsExchanged: "the gates' activation and the candidate's exchanged"
    }
  }

  func asked<S: LSTMScalar>(_ problem: LSTMProblem<S>) -> LSTMProblem<S> {
    var options = problem.options
    if self == .activationsExchanged {
      (options.tanhActivation, options.sigmoidActivation) = (options.sigmoidActivation, options.tanhActivation)
    } else {
      options.tanhActivation = replacement(of: options.tanhActivation)
      options.sigmoidActivation = replacement(of: options.sigmoidActivation)
    }
    return problem.edited { try problem.replacing(options: options) }
  }

  private func replacement(of activation: Activation) -> Activation {
    switch (self, activation) {
    case (.hardSigmoidFifth, .sigmoid), (.hardSigmoidsExchanged, .hardSigmoidSixth): .hardSigmoidFifth
    case (.hardSigmoidSixth, .sigmoid), (.hardSigmoidsExchanged, .hardSigmoidFifth): .hardSigmoidSixth
    case (.sigmoidForHard, .hardSigmoidFifth), (.sigmoidForHard, .hardSigmoidSixth), (.tanhIsSigmoid, .tanh): .sigmoid
    case (.sigmoidIsTanh, .sigmoid): .tanh
    case (.tanhIsRelu, .tanh): .relu
    case (.tanhIsIdentity, .tanh): .identity
    default: activation
    }
  }
}
