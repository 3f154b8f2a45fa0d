extension CampaignReport {
  /// What was not asked of very large cases.
  var veryLargeLines: [String] {
    guard ledger.veryLarge > 0 else { return [] }
    let reference = ledger.reference.map { "\($0.name) was asked for \($0.cases.grouped) of \(ledger.cases.grouped)" }
    let head =
      "\(ledger.veryLarge.grouped) very large cases; to save time, \(ledger.stepsOnly.grouped) of them were judged only step "
      + "by step and by the laws about calls" + (reference.map { "; \($0)" } ?? "")
    return [head] + (ledger.subjects + [ledger.reference].compactMap { $0 }).compactMap(\.sampleLine)
  }
}

extension SubjectRecord {
  /// How much of very large cases was judged in pairs of doubles.
  fileprivate var sampleLine: String? {
    guard sampledCases > 0, let smallestSample else { return nil }
    let total = sampledElements + unjudged
    let isOne = sampledCases == 1
    return
      "\(name): \(sampledCases.grouped) very large case\(isOne ? "" : "s") in double: \(sampledElements.grouped) of "
      + "\(total.grouped) elements were judged in pairs of doubles, the others in doubles, with wider radii; a fault "
      + "between the two on a share q of the (row, unit) pairs is missed with probability (1-q)^n, n >= \(smallestSample)"
  }
}
