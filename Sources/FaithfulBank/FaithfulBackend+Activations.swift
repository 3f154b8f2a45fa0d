internal import Foundation
internal import LSTMContract

extension FaithfulBackend {
  /// - Parameter isInVector: whether the unit belongs to a whole vector and not to the tail.
  func activation(_ activation: Activation, _ x: Scalar, isInVector: Bool) -> Scalar {
    let half: Scalar = 0.5
    let isAccurate = style.accuracy == .spikes || style.accuracy == .vectors && isInVector
    switch activation.kind {
    case .sigmoid where isAccurate: return spiked(1 / (1 + exp(-Double(x))), at: x)
    case .tanh where isAccurate: return spiked(hyperbolicTangent(Double(x)), at: x)
    case .sigmoid: return flushed(sigmoid(x))
    case .tanh: return flushed(tanh(x))
    case .hardSigmoid where activation == .hardSigmoidFifth: return x.isNaN ? x : max(0, min(1, x * 0.2 + half))
    case .hardSigmoid: return x.isNaN ? x : max(0, min(1, x / 6 + half))
    case .relu: return x.isNaN ? x : max(x, 0)
    case .identity: return x
    }
  }

  /// The value rounded once; in the style of spikes moved towards 0 at some arguments, by as much as leaves room for the
  /// rounding: 5.4 u of the 6 in `Float`, 3.4 in `Double`, whose mathematical library errs by two more.
  private func spiked(_ value: Double, at x: Scalar) -> Scalar {
    let isSpike = style.accuracy == .spikes && (x.bits &* 0x9E37_79B9_7F4A_7C15) >> 60 == 0
    guard isSpike, abs(value) > 0x1p-10 else { return Scalar(value) }
    let size = (Scalar.kind == .float ? 5.4 : 3.4) * Double(Scalar.ulpOfOne) / 2
    return Scalar(value < 0 ? value + size : value - size)
  }

  private func sigmoid(_ x: Scalar) -> Scalar {
    switch style.sigmoid {
    case .exponential: return 1 / (1 + exponential(-x))
    case .twoSided:
      guard x < 0 else { return 1 / (1 + exponential(-x)) }
      let e = exponential(x)
      return e / (1 + e)
    case .hyperbolic: return (1 + tanh(x / 2)) / 2
    }
  }

  private func tanh(_ x: Scalar) -> Scalar {
    switch style.tanh {
    case .library:
      return Scalar.kind == .float ? Scalar(tanhf(Float(x))) : Scalar(Foundation.tanh(Double(x)))
    case .exponential:
      let e = exponential(-2 * abs(x))
      let value = (1 - e) / (1 + e)
      return x < 0 ? -value : value
    case .rational: return x.isNaN ? x : continuedFraction(max(-20, min(20, x)))
    }
  }

  /// tanh x = x / (1 + x^2 / (3 + x^2 / (5 + ...))): every part is positive, so nothing cancels.
  private func continuedFraction(_ x: Scalar) -> Scalar {
    let square = x * x
    var tail = Scalar(2 * Self.terms + 1)
    for odd in stride(from: 2 * Self.terms - 1, through: 1, by: -2) { tail = Scalar(odd) + square / tail }
    return x / tail
  }

  private static var terms: Int { 30 }

  private func exponential(_ x: Scalar) -> Scalar {
    Scalar.kind == .float ? Scalar(expf(Float(x))) : Scalar(exp(Double(x)))
  }
}

/// Outside the backend, whose method `tanh` hides the function.
func hyperbolicTangent(_ x: Double) -> Double { tanh(x) }
