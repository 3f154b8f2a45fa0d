internal import LSTMContract

extension CallLaw {
  /// The first element in which two answers differ, or nil where all arrays that both have hold the same bits.
  func difference<S: LSTMScalar>(
    expected: LSTMAnswer<S>, actual: LSTMAnswer<S>, detail: String
  ) -> CallLawViolation? {
    firstDifference(law: name, expected: expected, actual: actual, detail: detail)
  }
}

/// Specialized: a debug build compiles file by file and would compare every value through a witness table.
@specialized(where S == Float)
@specialized(where S == Double)
private func firstDifference<S: LSTMScalar>(
  law: String, expected: LSTMAnswer<S>, actual: LSTMAnswer<S>, detail: String
) -> CallLawViolation? {
  for part in expected.given where !actual.omitted.contains(part) {
    let (wanted, found) = (expected[part], actual[part])
    guard wanted.count == found.count else {
      return CallLawViolation(
        law: law, part: part, expected: "\(wanted.count) elements", actual: "\(found.count) elements",
        detail: "the array changed its size")
    }
    for index in wanted.indices where !wanted[index].hasSameBits(as: found[index]) {
      return CallLawViolation(
        law: law, part: part, index: index, expected: withBits(wanted[index]), actual: withBits(found[index]),
        detail: detail)
    }
  }
  return nil
}

/// A value and its bits: `0.5 (0x3f000000)`.
func withBits<S: LSTMScalar>(_ value: S) -> String {
  let digits = String(value.bits, radix: 16)
  return "\(value) (0x\(String(repeating: "0", count: MemoryLayout<S>.size * 2 - digits.count))\(digits))"
}
