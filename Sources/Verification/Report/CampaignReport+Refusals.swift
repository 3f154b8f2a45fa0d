internal import LSTMContract

extension CampaignReport {
  /// What was refused and passed over, for each subject that has refused anything.
  var refusalLines: [String] {
    ledger.subjects.flatMap { subject -> [String] in
      let record = subject.refusals
      guard !record.passedOver.isEmpty || !record.asked.isEmpty else { return [] }
      let passed = record.passedOver.values.reduce(0, +)
      let refused = record.asked.values.reduce(0) { $0 + $1.count }
      var lines = [
        "\(subject.name): \(passed.grouped) cases passed over, \(refused.grouped) of \(subject.cases.grouped) asked "
          + "and refused"
      ]
      for (reason, count) in record.passedOver.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
        lines.append("  passed over \(count.grouped): \(reason)")
      }
      for (reason, asked) in record.asked.sorted(by: { ($1.value.count, $0.key) < ($0.value.count, $1.key) }) {
        let options = asked.options.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(8)
        lines.append(
          "  refused \(asked.count.grouped): \(reason); of these "
            + options.map { "\($0.key) \($0.value.grouped)" }.joined(separator: ", "))
      }
      let never = OutlineTraits.names.filter { record.answered[$0] == nil }
      if record.answers > 0, !never.isEmpty {
        lines.append("  answered \(record.answers.grouped), none of them with: \(never.joined(separator: ", "))")
      }
      return lines
    }
  }

  /// Whether the cases are not all that the seed has.
  var hasPassedOver: Bool { ledger.subjects.contains { !$0.refusals.passedOver.isEmpty } }

  /// How many cases were asked, and of how many.
  var askedText: String {
    hasPassedOver
      ? "\(ledger.cases.grouped) cases asked of \(ledger.looked.grouped) looked at" : "\(ledger.cases.grouped) cases"
  }
}
