internal import Foundation
internal import LSTMContract

/// How an activation is evaluated at one place of a run. A fault that computes an activation computes it by this rule.
struct ActivationRule {
  var formulas = EvaluationStyle.Formulas.rounded
  /// Which part of what the declaration allows the value is moved by: from -1 to 1, and 0 where it is not moved.
  var share = 0.0
  /// The declared classes; those of tanh and of the sigmoid.
  var classes: (tanh: ActivationClass, sigmoid: ActivationClass)?
  /// The unit roundoff to which the classes refer.
  var unitRoundoff = 0.0

  /// The activation's value. NaN gives NaN.
  @specialized(where S == Float)
  @specialized(where S == Double)
  func value<S: LSTMScalar>(of activation: Activation, at z: S) -> S {
    let value: S
    switch (formulas, activation) {
    case (.rounded, _): value = activation.value(at: z)
    case (.library, .sigmoid): value = 1 / (1 + exponential(-z))
    case (.library, .tanh):
      value = S.kind == .float ? S(tanhf(Float(z))) : S(Foundation.tanh(Double(z)))
    case (.twoSided, .sigmoid):
      let e = exponential(-abs(z))
      value = z < 0 ? e / (1 + e) : 1 / (1 + e)
    case (.twoSided, .tanh):
      let e = exponential(-2 * abs(z))
      value = z < 0 ? (e - 1) / (1 + e) : (1 - e) / (1 + e)
    case (.hyperbolic, .sigmoid): value = (1 + hyperbolic(z / 2)) / 2
    case (.hyperbolic, .tanh): value = hyperbolic(z)
    default: value = activation.value(at: z)
    }
    return share == 0 ? value : moved(value, activation)
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  private func moved<S: LSTMScalar>(_ value: S, _ activation: Activation) -> S {
    guard let classes, value.isFinite else { return value }
    // A fault may evaluate in a coarser type than the declared one, whose unit then counts.
    let units = Double(S.ulpOfOne) / 2 / unitRoundoff
    switch activation.kind {
    case .tanh: return value + S(share * units * classes.tanh.bound(at: Double(value)))
    case .sigmoid: return value + S(share * units * classes.sigmoid.bound(at: Double(value)))
    case .hardSigmoid: return value + S(share * 4 * units * unitRoundoff)
    case .relu, .identity: return value
    }
  }
}

extension ActivationClass {
  fileprivate func bound(at value: Double) -> Double { relative * abs(value) + absolute }
}

private func exponential<S: LSTMScalar>(_ x: S) -> S { S.kind == .float ? S(expf(Float(x))) : S(exp(Double(x))) }

/// tanh by expm1, of either sign.
private func hyperbolic<S: LSTMScalar>(_ x: S) -> S {
  let size = min(abs(x), 40)
  let m: S = S.kind == .float ? S(expm1f(Float(2 * size))) : S(expm1(Double(2 * size)))
  let value = m / (m + 2)
  return x.isNaN ? x : x < 0 ? -value : value
}
