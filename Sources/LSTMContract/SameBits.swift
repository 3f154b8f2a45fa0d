extension LSTMScalar {
  /// Whether two values have the same bits, or are both NaN: -0 differs from +0.
  @inlinable
  public func hasSameBits(as other: Self) -> Bool { bits == other.bits || (isNaN && other.isNaN) }
}

extension Array where Element: LSTMScalar {
  /// Whether each two elements have the same bits, or are both NaN.
  @inlinable
  public func hasSameBits(as other: [Element]) -> Bool {
    count == other.count && zip(self, other).allSatisfy { $0.hasSameBits(as: $1) }
  }
}

extension LSTMAnswer {
  /// Whether the arrays that this answer gives are the other's, bit for bit.
  ///
  /// - Parameter parts: those that are compared, by default all that this answer gives.
  public func hasSameBits(as other: LSTMAnswer, in parts: [AnswerPart]? = nil) -> Bool {
    (parts ?? given).allSatisfy { self[$0].hasSameBits(as: other[$0]) }
  }
}
