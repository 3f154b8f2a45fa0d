internal import CaseLab

extension SizeCoverage {
  /// The tables of two sizes, then the required sizes by group, for a person. Where sizes are fixed none is required.
  func lines(withRequired: Bool) -> [String] {
    let lines = tables.flatMap { $0.lines + [""] }
    return withRequired ? lines + requiredLines : Array(lines.dropLast())
  }

  private var requiredLines: [String] {
    var table = TextTable(header: ["required sizes", "sizes", "fewest cases", "of", "wanted in 10,000"])
    for group in required.map(\.group).uniqued() {
      let members = required.filter { $0.group == group }
      guard let fewest = members.min(by: { $0.cases < $1.cases }) else { continue }
      table.add([
        group, members.count.grouped, fewest.cases.grouped, members.count == 1 ? "" : fewest.name,
        fewest.least.grouped,
      ])
    }
    return table.lines
  }

  /// The required sizes of which there were too few, a line for each.
  var shortcomings: [String] {
    required.filter { $0.cases < $0.least }.map {
      "sizes \($0.name): \($0.cases) cases, at least \($0.least) wanted"
    }
  }
}

extension JointSizes {
  fileprivate var lines: [String] {
    var table = TextTable(header: ["cases with \(rows) below, \(columns) beside"] + columnClasses)
    for (name, row) in zip(rowClasses, cases) { table.add([name] + row.map(\.grouped)) }
    return table.lines
  }
}

extension Array where Element: Hashable {
  /// Each element once, where it stands first.
  fileprivate func uniqued() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
