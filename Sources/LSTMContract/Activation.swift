/// An activation function with its parameters; a problem has one for the gates and one for candidate and output.
public struct Activation: Hashable, Sendable, Codable, RawRepresentable, CaseIterable {
  /// The form of a function; `alpha` and `beta` are its parameters.
  public enum Kind: CaseIterable, Sendable {
    /// tanh(x).
    case tanh
    /// 1 / (1 + exp(-x)).
    case sigmoid
    /// clip(alpha x + beta, 0, 1).
    case hardSigmoid
    /// max(0, x).
    case relu
    /// x.
    case identity
  }

  /// The form.
  public let kind: Kind
  /// The factor of x in a form that has one, else 0; 1/6 stands for the quotient x / 6.
  public let alpha: Double
  /// The offset in a form that has one, else 0.
  public let beta: Double

  private init(_ kind: Kind, alpha: Double = 0, beta: Double = 0) {
    self.kind = kind
    self.alpha = alpha
    self.beta = beta
  }

  /// tanh(x).
  public static let tanh = Activation(.tanh)
  /// 1 / (1 + exp(-x)).
  public static let sigmoid = Activation(.sigmoid)
  /// clip(0.2 x + 0.5, 0, 1): Keras 1 and 2, TensorFlow 1.
  public static let hardSigmoidFifth = Activation(.hardSigmoid, alpha: 0.2, beta: 0.5)
  /// clip(x / 6 + 0.5, 0, 1): Keras 3, PyTorch, ONNX HardSwish's factor.
  public static let hardSigmoidSixth = Activation(.hardSigmoid, alpha: 1.0 / 6, beta: 0.5)
  /// max(0, x).
  public static let relu = Activation(.relu)
  /// x.
  public static let identity = Activation(.identity)

  /// Every activation that a problem can have.
  public static let allCases: [Activation] = [
    .tanh, .sigmoid, .hardSigmoidFifth, .hardSigmoidSixth, .relu, .identity,
  ]

  /// The activation of a name in files and case lines; nil where there is none.
  public init?(rawValue name: String) {
    guard let found = Self.allCases.first(where: { $0.rawValue == name }) else { return nil }
    self = found
  }

  /// The name in files and case lines.
  public var rawValue: String {
    switch kind {
    case .tanh: "tanh"
    case .sigmoid: "sigmoid"
    case .hardSigmoid: self == .hardSigmoidFifth ? "hard_sigmoid_0.2x" : "hard_sigmoid_x/6"
    case .relu: "relu"
    case .identity: "identity"
    }
  }

  /// Equal forms with equal parameters.
  public static func == (left: Activation, right: Activation) -> Bool {
    left.kind == right.kind && left.alpha == right.alpha && left.beta == right.beta
  }

  /// Whether every value lies in [-1, 1].
  public var isBounded: Bool {
    switch kind {
    case .tanh, .sigmoid, .hardSigmoid: true
    case .relu, .identity: false
    }
  }
}
