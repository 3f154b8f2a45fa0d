internal import Foundation
internal import LSTMContract

#if arch(x86_64) && !os(Windows) && !os(Android)
  /// The widest type with elementary functions: x87 extended precision.
  typealias WideFloat = Float80
#else
  /// The widest type with elementary functions.
  typealias WideFloat = Double
#endif

/// A computed value and a bound on its distance from the exact one.
struct Bounded {
  var value: WideFloat
  var error: WideFloat

  init(exact value: WideFloat) {
    self.value = value
    error = 0
  }

  init(_ value: WideFloat, error: WideFloat) {
    self.value = value
    self.error = error
  }

  /// u of the wide type.
  static let roundoff = WideFloat.ulpOfOne / 2

  /// Both in `Double`. The bound takes in the rounding of the value and, by its last factor, that of the bound itself.
  /// A NaN value, or one that overflows `Double`, has no finite bound.
  var inDouble: (value: Double, slack: Double) {
    let rounded = Double(value)
    guard error > 0 || WideFloat(rounded) != value else { return (rounded, 0) }
    let slack = Double(error) + 0x1p-53 * abs(rounded) + .leastNonzeroMagnitude
    return (rounded, slack * (1 + 0x1p-20))
  }
}

extension Activation {
  /// The activation in the wide type.
  ///
  /// exp and tanh of the C library stay within 4 ulp, 8u; the error of sigmoid, 1 / (1 + exp(-x)), follows with two
  /// more roundings; 16u covers both. The hard sigmoids round a quotient and a sum, each at most 1 where it counts.
  func wideValue(at x: WideFloat) -> Bounded {
    let u = Bounded.roundoff
    func elementary(_ value: WideFloat) -> Bounded {
      Bounded(value, error: 16 * u * abs(value) + .leastNormalMagnitude)
    }
    func clipped(_ value: WideFloat) -> Bounded {
      value.isNaN ? Bounded(value, error: value) : Bounded(min(max(value, 0), 1), error: 4 * u)
    }
    switch kind {
    case .tanh: return x == 0 ? Bounded(exact: x) : elementary(hyperbolicTangent(x))
    case .sigmoid: return x == 0 ? Bounded(exact: 0.5) : elementary(1 / (1 + exp(-x)))
    case .hardSigmoid where self == .hardSigmoidFifth: return clipped(x / 5 + 0.5)
    case .hardSigmoid: return clipped(x / 6 + 0.5)
    case .relu: return Bounded(exact: x < 0 ? 0 : x)
    case .identity: return Bounded(exact: x)
    }
  }
}

/// Outside the extension, in which `tanh` is the activation of that name.
private func hyperbolicTangent(_ x: WideFloat) -> WideFloat { tanh(x) }
