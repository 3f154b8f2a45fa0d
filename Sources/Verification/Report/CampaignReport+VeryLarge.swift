extension CampaignReport {
  /// What was not asked of very large cases.
  var veryLargeLines: [String] {
    guard ledger.veryLarge > 0 else { return [] }
    let reference = ledger.reference.map { "\($0.name) was asked about \($0.cases.grouped) of \(ledger.cases.grouped)" }
    let head =
      "\(ledger.veryLarge.grouped) very large cases, \(ledger.stepsOnly.grouped) of them judged step by step and by laws "
      + "about calls alone: all else is asked of a drawn tenth" + (reference.map { "; \($0)" } ?? "")
    return [head] + (ledger.subjects + [ledger.reference].compactMap { $0 }).compactMap(\.sampleLine)
  }
}

extension SubjectRecord {
  /// How much of very large cases was judged in pairs of doubles.
  fileprivate var sampleLine: String? {
    guard sampledCases > 0, let smallestSample else { return nil }
    let total = sampledElements + unjudged
    return "\(name): of \(sampledCases.grouped) very large cases in double \(sampledElements.grouped) of "
      + "\(total.grouped) elements judged in pairs of doubles, the others with the wider radii of a reference in double; "
      + "a fault between the two on a share q of the (row, unit) pairs is missed with (1-q)^n, n >= \(smallestSample)"
  }
}
