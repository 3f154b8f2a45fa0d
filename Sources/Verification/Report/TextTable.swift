/// Rows of text in aligned columns; the first column to the left, the others to the right.
package struct TextTable {
  private var rows: [[String]]

  package init(header: [String]) { rows = [header] }

  package mutating func add(_ row: [String]) { rows.append(row) }

  package var lines: [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
    return rows.map { row in
      row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 ? cell + padding : padding + cell
      }.joined(separator: "  ")
    }
  }
}

extension Int {
  /// Thousands apart: 1,234,567.
  package var grouped: String {
    var digits = String(magnitude)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return (self < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
  }
}

extension Double {
  /// This many digits after the point.
  package func fixed(_ digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    guard isFinite, abs(self) * scale < 9e15 else { return "\(self)" }
    let scaled = Int((abs(self) * scale).rounded())
    let whole = String(scaled / Int(scale))
    guard digits > 0 else { return (sign == .minus ? "-" : "") + whole }
    let fraction = String(scaled % Int(scale))
    let zeros = String(repeating: "0", count: digits - fraction.count)
    return (sign == .minus && scaled > 0 ? "-" : "") + whole + "." + zeros + fraction
  }
}
