internal import LSTMContract

extension CallLaw {
  /// The first element in which two answers differ, or nil where all four arrays hold the same bits.
  func difference<S: LSTMScalar>(
    expected: LSTMAnswer<S>, actual: LSTMAnswer<S>, detail: String
  ) -> CallLawViolation? {
    for part in AnswerPart.allCases {
      let (wanted, found) = (expected[part], actual[part])
      guard wanted.count == found.count else {
        return CallLawViolation(
          law: name, part: part, expected: "\(wanted.count) elements", actual: "\(found.count) elements",
          detail: "the array changed its size")
      }
      for (index, pair) in zip(wanted, found).enumerated() where !haveSameBits(pair.0, pair.1) {
        return CallLawViolation(
          law: name, part: part, index: index, expected: withBits(pair.0), actual: withBits(pair.1), detail: detail)
      }
    }
    return nil
  }
}

/// Whether two values have the same bits, or are both NaN.
private func haveSameBits<S: LSTMScalar>(_ left: S, _ right: S) -> Bool {
  left.bits == right.bits || (left.isNaN && right.isNaN)
}

/// A value and its bits: `0.5 (0x3f000000)`.
func withBits<S: LSTMScalar>(_ value: S) -> String {
  let digits = String(value.bits, radix: 16)
  return "\(value) (0x\(String(repeating: "0", count: MemoryLayout<S>.size * 2 - digits.count))\(digits))"
}
