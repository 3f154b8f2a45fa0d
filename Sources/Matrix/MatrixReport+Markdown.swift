internal import Verification

extension MatrixVerdict {
  /// One sign for a narrow table.
  var sign: String {
    switch self {
    case .agrees: "✓"
    case .disagrees: "✗"
    case .refused: "–"
    case .broke: "!"
    }
  }
}

extension MatrixReport {
  /// Every feature of any column, in order.
  var rows: [(feature: String, title: String)] {
    var seen: Set<String> = []
    return columns.flatMap(\.cells).filter { seen.insert($0.feature).inserted }.map { ($0.feature, $0.title) }
  }

  /// The report as a page of Markdown.
  public var markdown: String {
    var lines = [
      "# Who does what", "",
      "Made by `scripts/matrix` on \(date), lstm-verify \(version), \(machine). ✓ agrees, ✗ disagrees, – refused, ! broke.",
      "A number behind a sign leads to what was found.", "",
      "| feature | " + columns.map(\.subject).joined(separator: " | ") + " |",
      "|---|" + String(repeating: "---|", count: columns.count),
    ]
    var notes: [String] = []
    for row in rows {
      let cells = columns.map { column -> String in
        guard let cell = column.cells.first(where: { $0.feature == row.feature }) else { return "" }
        guard cell.verdict == .disagrees || cell.verdict == .broke else {
          return row.feature.hasPrefix("activations") || row.feature == "largest-ratio" && cell.verdict == .agrees
            ? cell.measure : cell.verdict.sign
        }
        notes.append(note(column, cell))
        return "\(cell.verdict.sign) [\(notes.count)](#\(notes.count))"
      }
      lines.append("| \(row.title) | " + cells.joined(separator: " | ") + " |")
    }
    lines += [
      "", "## Subjects", "", "| subject | framework | version | conventions | judged as | ran |",
      "|---|---|---|---|---|---|",
    ]
    lines += columns.map { column in
      "| \(column.subject) | \(column.framework) | \(column.version) | \(column.conventions) | "
        + "\(column.models.joined(separator: "; ")) | \(column.runtimes.joined(separator: "; ")) |"
    }
    if !skipped.isEmpty {
      lines += ["", "Not put on trial:", ""] + skipped.map { "- \($0.subject): \($0.reason)" }
    }
    lines += ["", "## What was found", ""]
    lines += notes.enumerated().map { "\($0 + 1). <a id=\"\($0 + 1)\"></a>\($1)" }
    return lines.joined(separator: "\n") + "\n"
  }

  private func note(_ column: MatrixColumn, _ cell: MatrixCell) -> String {
    var lines = ["**\(column.subject)**, \(cell.title): \(cell.detail)"]
    if !cell.causes.isEmpty { lines.append("   Cause: \(cell.causes.joined(separator: "; or: "))") }
    if let line = cell.line { lines.append("   `lstm-verify replay \(column.invocation) '\(line)'`") }
    return lines.joined(separator: "  \n")
  }
}

extension MatrixCell {
  /// What a cell that measures shows in a table: its first number or all of it.
  var measure: String { feature == "largest-ratio" ? String(detail.prefix { $0 != " " }) : detail }
}
