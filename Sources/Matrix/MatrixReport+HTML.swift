internal import LSTMContract
internal import Verification

extension MatrixReport {
  /// The report as one page of HTML that needs nothing else.
  public var html: String {
    var body = "<h1>Who does what</h1>\n"
    body += "<p>Made on \(date.escaped) by lstm-verify \(version.escaped) on \(machine.escaped).</p>\n"
    let counts = MatrixVerdict.allInOrder.map { verdict in
      "<span class=\"\(verdict.rawValue)\">\(verdict.sign)</span> \(verdict.rawValue) "
        + "\(columns.flatMap(\.cells).count { $0.verdict == verdict })"
    }
    body += "<p>\(counts.joined(separator: " · ")). A sign leads to what was found.</p>\n"
    body += "<div class=\"wide\"><table>\n<thead><tr><th></th>"
    for column in columns {
      body += "<th><div><a href=\"#\(column.subject.escaped)\">\(column.subject.escaped)</a></div></th>"
    }
    body += "</tr></thead>\n<tbody>\n"
    for row in rows {
      body += "<tr><th scope=\"row\">\(row.title.escaped)</th>"
      for column in columns {
        guard let cell = column.cells.first(where: { $0.feature == row.feature }) else {
          body += "<td></td>"
          continue
        }
        let hasNote = cell.verdict == .disagrees || cell.verdict == .broke
        let sign = hasNote ? "<a href=\"#\(anchor(column, cell))\">\(cell.verdict.sign)</a>" : cell.verdict.sign
        body +=
          "<td class=\"\(cell.verdict.rawValue)\" title=\"\((cell.title + ": " + cell.detail).escaped)\">\(sign)</td>"
      }
      body += "</tr>\n"
    }
    body += "</tbody></table></div>\n"
    for column in columns { body += section(column) }
    if !skipped.isEmpty {
      body += "<h2>Not put on trial</h2>\n<ul>\n"
      body += skipped.map { "<li>\($0.subject.escaped): \($0.reason.escaped)</li>\n" }.joined() + "</ul>\n"
    }
    return """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
      <title>lstm-verify: who does what</title>
      <style>
      \(Self.style)
      </style></head><body>
      \(body)</body></html>

      """
  }

  private func anchor(_ column: MatrixColumn, _ cell: MatrixCell) -> String {
    "\(column.subject)-\(cell.feature)".escaped
  }

  private func section(_ column: MatrixColumn) -> String {
    var html = "<section id=\"\(column.subject.escaped)\"><h2>\(column.subject.escaped)</h2>\n"
    html += "<p>\(column.framework.escaped) \(column.version.escaped)"
    if !column.conventions.isEmpty { html += "; \(column.conventions.escaped)" }
    html += "<br>ran \(column.runtimes.joined(separator: "; ").escaped)"
    html += "<br>judged as \(column.models.joined(separator: "; ").escaped)</p>\n"
    for cell in column.cells where cell.feature == "largest-ratio" || cell.feature.hasPrefix("activations") {
      html += "<p>\(cell.title.escaped): \(cell.detail.escaped)</p>\n"
    }
    for cell in column.cells where cell.verdict == .disagrees || cell.verdict == .broke {
      html += "<h3 id=\"\(anchor(column, cell))\"><span class=\"\(cell.verdict.rawValue)\">\(cell.verdict.sign)</span> "
      html += "\(cell.title.escaped)</h3>\n<p>\(cell.detail.escaped)</p>\n"
      if let equation = cell.equation {
        html += "<p>\(equation.label.escaped): <code>\(equation.statement.escaped)</code></p>\n"
      }
      for cause in cell.causes { html += "<p>Cause: \(cause.escaped)</p>\n" }
      if let line = cell.line {
        html += "<pre>lstm-verify replay \(column.invocation.escaped) '\(line.escaped)'</pre>\n"
      }
    }
    let declined = column.cells.filter { $0.verdict == .refused && !$0.detail.isEmpty }
    if !declined.isEmpty {
      html += "<details><summary>\(declined.count) refused</summary><ul>\n"
      html += declined.map { "<li>\($0.title.escaped): \($0.detail.escaped)</li>\n" }.joined() + "</ul></details>\n"
    }
    return html + "</section>\n"
  }

  private static let style = """
    body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 90rem; padding: 0 1rem; color: #1a1a1a; background: #fff; }
    h1, h2, h3 { line-height: 1.2; } h2 { margin-top: 2.5rem; border-top: 1px solid #ccc; padding-top: 1rem; } h3 { font-size: 1rem; }
    .wide { overflow-x: auto; } table { border-collapse: collapse; }
    th { font-weight: normal; text-align: left; padding: 1px 8px; white-space: nowrap; }
    thead th { vertical-align: bottom; padding: 4px 2px; } thead div { writing-mode: vertical-rl; transform: rotate(180deg); }
    tbody th { position: sticky; left: 0; background: #fff; } tbody tr:hover th { background: #f0f0f0; }
    td { width: 1.7rem; min-width: 1.7rem; height: 1.5rem; text-align: center; border: 1px solid #fff; } td a { display: block; color: inherit; text-decoration: none; }
    .agrees { background: #d5efd8; color: #14532d; } .disagrees { background: #f7c9c4; color: #7f1d1d; font-weight: bold; }
    .broke { background: #fbe3a6; color: #713f12; font-weight: bold; } .refused { background: #ececec; color: #555; }
    span.agrees, span.disagrees, span.broke, span.refused { padding: 0 .45em; border-radius: 3px; }
    pre { overflow-x: auto; background: #f5f5f5; padding: .6rem; font-size: 13px; } section p { overflow-wrap: anywhere; }
    """
}

extension MatrixVerdict {
  fileprivate static let allInOrder: [MatrixVerdict] = [.agrees, .disagrees, .refused, .broke]
}

extension String {
  /// The text as it stands in HTML, in attributes too.
  fileprivate var escaped: String {
    reduce(into: "") { result, character in
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
  }
}
