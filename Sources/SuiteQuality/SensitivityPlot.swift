internal import Mutants
internal import Verification

/// The curves of a sensitivity report as an SVG picture; the same report gives the same bytes.
struct SensitivityPlot {
  /// One panel's area for curves, in pixels.
  private static let (width, height) = (270, 180)
  private static let (left, top, right, bottom) = (60, 60, 20, 50)
  private static let columns = 3
  private static let colours = ["#000000", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f7f7f"]
  private static let dashes = ["", "6 3", "2 2", "8 3 2 3", "5 2", "1 3", "10 4", "4 4"]

  let report: SensitivityReport

  private var kinds: [GradedKind] { GradedKind.allCases.filter { kind in report.rows.contains { $0.kind == kind } } }
  private var curves: [String] { ["lstm-verify"] + report.rules }
  private var exponents: [Int] { Set(report.rows.map { exponent(of: $0.size) }).sorted() }

  private var cell: (width: Int, height: Int) {
    (Self.left + Self.width + Self.right, Self.top + Self.height + Self.bottom)
  }

  var svg: String {
    // The legend takes one cell more.
    let cells = kinds.count + 1
    let size = (cell.width * min(cells, Self.columns), cell.height * ((cells + Self.columns - 1) / Self.columns))
    var lines = [
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(size.0)\" height=\"\(size.1)\" "
        + "viewBox=\"0 0 \(size.0) \(size.1)\" font-family=\"sans-serif\" font-size=\"12\">",
      "<title>Share of faults noticed against their size</title>",
      "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>",
    ]
    for (number, kind) in kinds.enumerated() { lines += placed(number, panel(kind)) }
    lines += placed(kinds.count, legend)
    return (lines + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  private func placed(_ number: Int, _ content: [String]) -> [String] {
    let (x, y) = (number % Self.columns * cell.width + Self.left, number / Self.columns * cell.height + Self.top)
    return ["<g transform=\"translate(\(x),\(y))\">"] + content + ["</g>"]
  }

  private func panel(_ kind: GradedKind) -> [String] {
    var lines = [text(kind.rawValue, x: Self.width / 2, y: -14, weight: "bold")]
    for share in stride(from: 0, through: 100, by: 25) {
      let y = vertical(Double(share) / 100)
      lines.append("<path d=\"M0 \(y)H\(Self.width)\" stroke=\"#dddddd\"/>")
      lines.append(text("\(share)", x: -8, y: y, rise: 4, anchor: "end"))
    }
    for exponent in exponents {
      let x = horizontal(exponent)
      lines.append("<path d=\"M\(x) \(Self.height)v5\" stroke=\"#000000\"/>")
      lines.append(text("-\(exponent)", x: x, y: "\(Self.height + 18)"))
    }
    lines.append("<path d=\"M0 0V\(Self.height)H\(Self.width)\" fill=\"none\" stroke=\"#000000\"/>")
    lines.append(text("log10(e)", x: Self.width / 2, y: Self.height + 36))
    lines.append(
      "<text transform=\"translate(-40,\(Self.height / 2)) rotate(-90)\" text-anchor=\"middle\">noticed, %</text>")
    // The own curve last, so that it lies on top.
    for (number, name) in curves.enumerated().reversed() {
      lines.append(curve(kind, name, number))
    }
    return lines
      + report.rows.filter { $0.kind == kind && $0.share == nil }.map {
        circle(x: horizontal(exponent(of: $0.size)), y: vertical(0))
      }
  }

  private func curve(_ kind: GradedKind, _ name: String, _ number: Int) -> String {
    let points = report.rows.filter { $0.kind == kind }.map { row in
      let share = number == 0 ? row.share ?? 0 : row.share(of: name)
      return "\(horizontal(exponent(of: row.size))),\(vertical(share))"
    }
    return "<polyline points=\"\(points.joined(separator: " "))\" fill=\"none\" \(stroke(number))>"
      + "<title>\(escaped(name))</title></polyline>"
  }

  private var legend: [String] {
    var lines = [text("Noticed by", x: 0, y: "-14", anchor: "start", weight: "bold")]
    for (number, name) in curves.enumerated() {
      let y = 10 + 20 * number
      lines.append("<path d=\"M0 \(y)h40\" fill=\"none\" \(stroke(number))/>")
      lines.append(text(name, x: "50", y: "\(y + 4)", anchor: "start"))
    }
    let y = 10 + 20 * curves.count
    lines.append(circle(x: "20", y: "\(y)"))
    lines.append(text("every fault proven legal or equivalent", x: "50", y: "\(y + 4)", anchor: "start"))
    return lines
  }

  private func circle(x: String, y: String) -> String {
    "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"4\" fill=\"#ffffff\" stroke=\"#000000\" stroke-width=\"1.5\"/>"
  }

  private func stroke(_ number: Int) -> String {
    let (colour, dash) = (Self.colours[number % Self.colours.count], Self.dashes[number % Self.dashes.count])
    return "stroke=\"\(colour)\" stroke-width=\"\(number == 0 ? "3" : "1.8")\""
      + (dash.isEmpty ? "" : " stroke-dasharray=\"\(dash)\"")
  }

  /// From the largest e on the left to the smallest on the right.
  private func horizontal(_ exponent: Int) -> String {
    guard let least = exponents.first, let most = exponents.last, most > least else { return "\(Self.width / 2)" }
    return (Double(Self.width) * Double(exponent - least) / Double(most - least)).fixed(1)
  }

  private func vertical(_ share: Double) -> String { (Double(Self.height) * (1 - share)).fixed(1) }

  private func text(
    _ content: String, x: some CustomStringConvertible, y: some CustomStringConvertible, rise: Int = 0,
    anchor: String = "middle", weight: String = "normal"
  ) -> String {
    "<text x=\"\(x)\" y=\"\(y)\" dy=\"\(rise)\" text-anchor=\"\(anchor)\" font-weight=\"\(weight)\">"
      + "\(escaped(content))</text>"
  }

  private func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}

extension SensitivityReport {
  /// The plot: a panel for each family, log10(e) across, the share noticed upwards, a curve for each suite.
  public var svg: String { SensitivityPlot(report: self).svg }
}
