internal import LSTMContract

/// What terms that are not finite make of one pre-activation (Docs/non-finite.md).
struct NonFiniteTerms: OptionSet, Sendable {
  let rawValue: UInt8
  /// A used term is NaN.
  static let nan = NonFiniteTerms(rawValue: 1)
  /// A used term is +Inf.
  static let positive = NonFiniteTerms(rawValue: 2)
  /// A used term is -Inf.
  static let negative = NonFiniteTerms(rawValue: 4)
  /// 0 · Inf or 0 · NaN: a kernel may skip zeros, so nothing is decided.
  static let ambiguous = NonFiniteTerms(rawValue: 8)
  /// One of the terms above has a subnormal factor, which a subject may read as 0.
  static let throughSubnormal = NonFiniteTerms(rawValue: 16)

  /// The value of z where these terms decide it whatever the order of evaluation, or nil.
  ///
  /// - Parameters:
  ///   - finiteInDomain: whether the finite terms stay within half the range in every order.
  ///   - denormalsAreZero: whether the model allows subnormal operands to be read as 0.
  func value(finiteInDomain: Bool, denormalsAreZero: Bool) -> Double? {
    guard !denormalsAreZero || !contains(.throughSubnormal) else { return nil }
    if contains(.nan) || isSuperset(of: [.positive, .negative]) { return .nan }
    guard !contains(.ambiguous), finiteInDomain else { return nil }
    return contains(.positive) ? .infinity : contains(.negative) ? -.infinity : nil
  }

  /// Records the product of `value` and `weight`.
  mutating func insert<A: BinaryFloatingPoint, B: BinaryFloatingPoint>(productOf value: A, _ weight: B) {
    guard !value.isFinite || !weight.isFinite else { return }
    if value.isSubnormal || weight.isSubnormal { insert(.throughSubnormal) }
    if value == 0 || weight == 0 {
      insert(.ambiguous)
    } else if value.isNaN || weight.isNaN {
      insert(.nan)
    } else {
      insert((value.sign == weight.sign) ? .positive : .negative)
    }
  }

  /// The terms of each column of `values` · kernel, added to `terms`.
  static func insert<Scalar: OracleScalar>(
    _ values: UnsafeBufferPointer<Scalar>, _ kernel: PreparedKernel<Scalar>, into terms: inout [NonFiniteTerms]
  ) {
    for k in values.indices where !values[k].isFinite || !kernel.isFinite {
      for column in 0..<kernel.columns {
        terms[column].insert(productOf: values[k], kernel.elements[k * kernel.columns + column])
      }
    }
  }
}
