internal import Verification

extension FaithfulReport {
  /// A line for each style, then the totals and what fixed tolerances would have said.
  public var text: String {
    let names = FixedTolerance.defaults.map(\.name)
    var table = TextTable(header: ["faithful implementation", "runs", "alarms", "suspicious", "largest ratio"] + names)
    for record in records {
      table.add(
        [
          record.style, record.runs.grouped, record.alarms.grouped, record.suspicious.grouped,
          record.largestRatio.fixed(3),
        ]
          + names.map { (record.fixedAlarms[$0] ?? 0).grouped })
    }
    let float = records.reduce(0) { $0 + $1.fixedRuns }
    let shares = names.map { name in
      let count = records.reduce(0) { $0 + ($1.fixedAlarms[name] ?? 0) }
      return "\(name) \(count.grouped) (\((100 * Double(count) / Double(max(float, 1))).fixed(1)) %)"
    }
    var lines =
      table.lines + [
        "", "\(alarms.grouped) alarms in \(runs.grouped) runs, \(seconds.fixed(1)) s",
        "\(suspicious.grouped) runs (\((100 * Double(suspicious) / Double(max(runs, 1))).fixed(3)) %) are suspicious: inside "
          + "the declared class and outside of the probed one",
        "fixed tolerances on the \(float.grouped) finite float runs would have accused: \(shares.joined(separator: ", "))",
      ]
    let ratios = attained.sorted { $0.key < $1.key }.map { "\($0.value.fixed(3)) of it with \($0.key.grouped) terms" }
    lines.append("where the radius is used up by sequential summation: " + ratios.joined(separator: ", "))
    for record in records {
      if let line = record.firstSuspicious { lines.append("suspicious on \(record.style): '\(line)'") }
      if let line = record.firstAlarm { lines.append("false alarm on \(record.style): '\(line)'") }
    }
    return lines.joined(separator: "\n")
  }
}
