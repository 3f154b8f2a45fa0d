package import LSTMOracle
package import Properties

/// How a subject failed a check.
package struct CheckFault {
  /// What was expected and what came, in one line.
  package var detail: String
  /// The first element that differs, where the check compares elements.
  package var discrepancy: Discrepancy?
  /// Why there was no answer, where that is the failure.
  package var noAnswer: String?
  /// The two calls that show it, where an earlier call matters.
  package var pair: CallPair?

  package init(_ detail: String, _ discrepancy: Discrepancy? = nil, pair: CallPair? = nil) {
    self.detail = detail
    self.discrepancy = discrepancy
    self.pair = pair
  }

  /// No answer came, for this reason.
  package init(_ detail: String, reason: any Error, pair: CallPair? = nil) {
    self.detail = detail
    self.pair = pair
    noAnswer = "\(reason)"
  }

  /// Whether a smaller problem fails as a larger one did: by the same equation, or without an answer for the same
  /// reason.
  package func isLike(_ other: CheckFault) -> Bool {
    guard noAnswer == nil, other.noAnswer == nil else { return kindOfNoAnswer == other.kindOfNoAnswer }
    guard let discrepancy, let second = other.discrepancy else {
      return discrepancy == nil && other.discrepancy == nil
    }
    return discrepancy.equation == second.equation
  }

  /// Why there was no answer, without sizes, times and values, which change from case to case.
  package var kindOfNoAnswer: String? { noAnswer.map { $0.filter { !$0.isNumber && $0 != "." } } }
}
