/// An activation function, named; a problem has one for the gates and one for candidate and output.
public enum Activation: String, CaseIterable, Codable, Sendable {
  /// tanh(x).
  case tanh
  /// 1 / (1 + exp(-x)).
  case sigmoid
  /// clip(0.2 x + 0.5, 0, 1): Keras 1 and 2, TensorFlow 1.
  case hardSigmoidFifth = "hard_sigmoid_0.2x"
  /// clip(x / 6 + 0.5, 0, 1): Keras 3, PyTorch, ONNX HardSwish's factor.
  case hardSigmoidSixth = "hard_sigmoid_x/6"
  /// max(0, x).
  case relu
  /// x.
  case identity
}

extension Activation {
  /// Whether every value lies in [-1, 1].
  public var isBounded: Bool {
    switch self {
    case .tanh, .sigmoid, .hardSigmoidFifth, .hardSigmoidSixth: true
    case .relu, .identity: false
    }
  }
}
