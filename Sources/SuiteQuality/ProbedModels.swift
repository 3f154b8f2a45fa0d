internal import FaithfulBank
internal import LSTMContract
internal import Verification

/// What the activation probe reads of each faithful style: the declared model with the smaller class of each function.
struct ProbedModels: Sendable {
  /// In the order of the styles.
  let float, double: [ArithmeticModel]

  /// Of the whole bank, read once.
  static let all = ProbedModels(FaithfulStyle.all)

  private init(_ styles: [FaithfulStyle]) {
    float = styles.map { FaithfulBackend<Float>($0).probedModel }
    double = styles.map { FaithfulBackend<Double>($0).probedModel }
  }
}

extension LSTMBackend {
  /// The declared model with the class of each activation that a short probe reads, or the declared one where the probe
  /// fails.
  var probedModel: ArithmeticModel { (try? ActivationProbe(self, calls: 16))?.tightened(model) ?? model }
}
