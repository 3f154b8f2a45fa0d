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
  /// The first three with a subnormal factor, which a subject may read as 0.
  private static let factorOfSubnormals: UInt8 = 16

  /// The value of z where these terms decide it whatever the order of evaluation, or nil.
  ///
  /// - Parameters:
  ///   - finiteInDomain: whether the finite terms stay within half the range in every order.
  ///   - denormalsAreZero: whether the model allows subnormal operands to be read as 0.
  func value(finiteInDomain: Bool, denormalsAreZero: Bool) -> Double? {
    let ofSubnormals = NonFiniteTerms(rawValue: rawValue / Self.factorOfSubnormals)
    let terms = union(ofSubnormals.isEmpty ? [] : denormalsAreZero ? .ambiguous : ofSubnormals)
    if terms.contains(.nan) || terms.isSuperset(of: [.positive, .negative]) { return .nan }
    guard !terms.contains(.ambiguous), finiteInDomain else { return nil }
    return terms.contains(.positive) ? .infinity : terms.contains(.negative) ? -.infinity : nil
  }

  /// Records the product of `value` and `weight`.
  mutating func insert<A: BinaryFloatingPoint, B: BinaryFloatingPoint>(productOf value: A, _ weight: B) {
    guard !value.isFinite || !weight.isFinite else { return }
    guard value != 0, weight != 0 else {
      insert(.ambiguous)
      return
    }
    let isNaN = value.isNaN || weight.isNaN
    let term: NonFiniteTerms = isNaN ? .nan : value.sign == weight.sign ? .positive : .negative
    let hasSubnormal = value.isSubnormal || weight.isSubnormal
    insert(hasSubnormal ? NonFiniteTerms(rawValue: term.rawValue * Self.factorOfSubnormals) : term)
  }

  /// The terms of each column of `values` · kernel, added to `terms`.
  static func insert<Scalar: OracleScalar>(
    _ values: UnsafeBufferPointer<Scalar>, _ kernel: PreparedKernel<Scalar>, into terms: inout [NonFiniteTerms]
  ) {
    for k in values.indices where !values[k].isFinite || (!kernel.isFinite && kernel.hasNonFiniteRows[k]) {
      for column in 0..<kernel.columns {
        terms[column].insert(productOf: values[k], kernel.elements[k * kernel.columns + column])
      }
    }
  }
}
