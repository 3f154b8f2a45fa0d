internal import Foundation
internal import LSTMContract

/// A scalar type with the two transcendental activations, computed in that type and no wider one.
protocol NaiveScalar: LSTMScalar {
  /// 1 / (1 + exp(-x)): 0 at -infinity and where exp overflows, 1 at +infinity, NaN at NaN.
  ///
  /// Error: exp within 1 ulp is a relative 2 u, which e / (1 + e)^2 <= 1/4 makes u/2; the sum adds u, the quotient
  /// u/2: at most 2 u absolute in all.
  static func sigmoid(_ x: Self) -> Self

  /// tanh(x): the C library's, within 2 ulp, so within 2 u absolute.
  static func hyperbolicTangent(_ x: Self) -> Self
}

extension Float: NaiveScalar {
  static func sigmoid(_ x: Float) -> Float { 1 / (1 + exp(-x)) }
  static func hyperbolicTangent(_ x: Float) -> Float { tanh(x) }
}

extension Double: NaiveScalar {
  static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
  static func hyperbolicTangent(_ x: Double) -> Double { tanh(x) }
}
