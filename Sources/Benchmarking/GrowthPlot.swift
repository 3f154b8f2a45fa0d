internal import Foundation

extension Growth {
  /// The curves as an SVG picture: a panel for each size, both axes logarithmic.
  public var svg: String { GrowthPlot(growth: self).svg }
}

/// Draws the curves of a growth report; the same report gives the same bytes.
private struct GrowthPlot {
  private static let (width, height) = (330, 240)
  private static let (left, top, right, bottom) = (70, 40, 20, 50)
  private static let colours = ["#000000", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00"]
  private static let dashes = ["", "6 3", "2 2", "8 3 2 3", "5 2", "1 3"]

  let growth: Growth

  private var decades: ClosedRange<Int> {
    let times = growth.points.map { log10($0.seconds) }
    let (least, most) = (Int((times.min() ?? -6).rounded(.down)), Int((times.max() ?? -3).rounded(.up)))
    return least...max(most, least + 1)
  }

  private var largest: Int { growth.points.map(\.size).max() ?? 2 }

  var svg: String {
    let cell = (width: Self.left + Self.width + Self.right, height: Self.top + Self.height + Self.bottom)
    let size = (cell.width * 2, cell.height * 2 + 40)
    var lines = [
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(size.0)\" height=\"\(size.1)\" "
        + "viewBox=\"0 0 \(size.0) \(size.1)\" font-family=\"sans-serif\" font-size=\"12\">",
      "<title>Time of a call against its sizes</title>", "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>",
    ]
    for (number, axis) in GrowthAxis.allCases.enumerated() {
      let (x, y) = (number % 2 * cell.width + Self.left, number / 2 * cell.height + Self.top)
      lines += ["<g transform=\"translate(\(x),\(y))\">"] + panel(axis) + ["</g>"]
    }
    for (number, name) in growth.contenders.enumerated() {
      let x = Self.left + 140 * number
      lines.append("<path d=\"M\(x) \(cell.height * 2 + 18)h36\" fill=\"none\" \(stroke(number))/>")
      lines.append("<text x=\"\(x + 44)\" y=\"\(cell.height * 2 + 22)\">\(name)</text>")
    }
    return (lines + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  private func panel(_ axis: GrowthAxis) -> [String] {
    var lines = [
      "<text x=\"\(Self.width / 2)\" y=\"-14\" text-anchor=\"middle\" font-weight=\"bold\">\(axis.rawValue)</text>"
    ]
    for decade in decades {
      let y = vertical(pow(10, Double(decade)))
      lines.append("<path d=\"M0 \(y)H\(Self.width)\" stroke=\"#dddddd\"/>")
      lines.append("<text x=\"-8\" y=\"\(y)\" dy=\"4\" text-anchor=\"end\">\(name(decade))</text>")
    }
    for size in sequence(first: 1, next: { $0 * 8 <= largest ? $0 * 8 : nil }) {
      let x = horizontal(size)
      lines.append("<path d=\"M\(x) \(Self.height)v5\" stroke=\"#000000\"/>")
      lines.append("<text x=\"\(x)\" y=\"\(Self.height + 18)\" text-anchor=\"middle\">\(size)</text>")
    }
    lines.append("<path d=\"M0 0V\(Self.height)H\(Self.width)\" fill=\"none\" stroke=\"#000000\"/>")
    for (number, contender) in growth.contenders.enumerated() {
      let points = growth.curve(contender, axis).map { "\(horizontal($0.size)),\(vertical($0.seconds))" }
      lines.append("<polyline points=\"\(points.joined(separator: " "))\" fill=\"none\" \(stroke(number))/>")
    }
    return lines
  }

  private func name(_ decade: Int) -> String {
    let units = [-9: "1 ns", -8: "10 ns", -7: "100 ns", -6: "1 µs", -5: "10 µs", -4: "100 µs", -3: "1 ms", -2: "10 ms"]
    return units[decade] ?? (decade == -1 ? "100 ms" : "10^\(decade) s")
  }

  private func stroke(_ number: Int) -> String {
    let (colour, dash) = (Self.colours[number % Self.colours.count], Self.dashes[number % Self.dashes.count])
    return "stroke=\"\(colour)\" stroke-width=\"1.8\"" + (dash.isEmpty ? "" : " stroke-dasharray=\"\(dash)\"")
  }

  private func horizontal(_ size: Int) -> String {
    fixed(Double(Self.width) * log2(Double(size)) / log2(Double(max(largest, 2))), 1)
  }

  private func vertical(_ seconds: Double) -> String {
    let share = (log10(seconds) - Double(decades.lowerBound)) / Double(decades.upperBound - decades.lowerBound)
    return fixed(Double(Self.height) * (1 - share), 1)
  }
}
