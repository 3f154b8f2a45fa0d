internal import FaithfulBank
internal import LSTMContract

/// What the activation probe reads of each faithful style: the declared model with the smaller class of each function.
struct ProbedModels: Sendable {
  /// In the order of the styles.
  let float, double: [ArithmeticModel]

  /// Of the whole bank, read once.
  static let all = ProbedModels(FaithfulStyle.all)

  private init(_ styles: [FaithfulStyle]) {
    float = styles.map { Self.model(of: FaithfulBackend<Float>($0)) }
    double = styles.map { Self.model(of: FaithfulBackend<Double>($0)) }
  }

  private static func model<Scalar: LSTMScalar>(of backend: FaithfulBackend<Scalar>) -> ArithmeticModel {
    (try? ActivationProbe(backend, calls: 16))?.tightened(backend.model) ?? backend.model
  }
}
