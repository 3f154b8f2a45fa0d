import Foundation
import LSTMContract

/// The type in which the tests recompute: wider than either scalar type where the machine has one.
#if arch(x86_64)
  typealias Wide = Float80
#else
  typealias Wide = Double
#endif

func wideTanh(_ x: Wide) -> Wide { tanh(x) }

func wideSigmoid(_ x: Wide) -> Wide { 1 / (1 + exp(-x)) }

extension LSTMScalar {
  /// u, and the error of the recomputation itself where it is no wider than the subject.
  static var unit: Wide { Wide(ulpOfOne) / 2 * (Wide.significandBitCount > significandBitCount ? 1 : 2) }
}

extension Activation {
  /// The activation in the wide type.
  func value(_ x: Wide) -> Wide {
    switch kind {
    case .tanh: wideTanh(x)
    case .sigmoid: wideSigmoid(x)
    case .hardSigmoid where self == .hardSigmoidFifth: min(max(x / 5 + 0.5, 0), 1)
    case .hardSigmoid: min(max(x / 6 + 0.5, 0), 1)
    case .relu: max(x, 0)
    case .identity: x
    }
  }
}
