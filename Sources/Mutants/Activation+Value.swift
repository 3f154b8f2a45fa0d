internal import Foundation
internal import LSTMContract

extension Activation {
  /// The activation, computed in `Double` and rounded once. NaN gives NaN.
  @specialized(where S == Float)
  @specialized(where S == Double)
  func value<S: LSTMScalar>(at z: S) -> S {
    let x = Double(z)
    switch kind {
    case .tanh: return S(hyperbolicTangent(x))
    case .sigmoid: return S(1 / (1 + exp(-x)))
    case .hardSigmoid where self == .hardSigmoidFifth: return S(clipped(0.2 * x + 0.5))
    case .hardSigmoid: return S(clipped(x / 6 + 0.5))
    case .relu: return z < 0 ? 0 : z
    case .identity: return z
    }
  }
}

/// Outside the extension, in which `tanh` is the activation of that name.
private func hyperbolicTangent(_ x: Double) -> Double { tanh(x) }

private func clipped(_ x: Double) -> Double { x < 0 ? 0 : x > 1 ? 1 : x }
