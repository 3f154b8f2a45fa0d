import CaseFiles
import CaseLab
import Foundation
import LSTMContract
import Mutants
import SuiteQuality
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@testable import Verification

@Suite struct SensitivityTests {
  private static let gross = Task {
    try await SensitivityReport(sizes: [1e-2, 1e-7], samples: 3, budget: 300, budgetBelowLimit: 20, rules: ["onnx"])
  }

  @Test func aFaultOfOnePercentIsNoticedAtEveryPlace() async throws {
    let rows = try await Self.gross.value.rows.filter { $0.size == 1e-2 }
    #expect(rows.map(\.kind) == GradedKind.allCases)
    for row in rows { #expect(row.share == 1 && row.missed.isEmpty, "\(row)") }
  }

  @Test func everyMemberIsNoticedMissedOrProven() async throws {
    for row in try await Self.gross.value.rows {
      #expect(row.cases.count + row.missed.count + row.legal + row.equivalent == row.samples)
      #expect(row.cases.allSatisfy { (1...row.budget).contains($0) })
      #expect(row.budget == (row.size == 1e-7 ? 20 : 300))
    }
  }

  /// One weight of any gate, at any place, down to one unit of its last place; tanh moved by 1e-6; cases of another seed.
  @Test(arguments: [
    (GradedKind.weight, 1e-5), (.hiddenWeight, 1e-5), (.weight, 6.1e-8), (.tanh, 1e-6), (.sigmoid, 1e-6),
  ])
  func smallFaultsAreNoticedOnFreshSeeds(kind: GradedKind, size: Double) async throws {
    let report = try await SensitivityReport(
      kinds: [kind], sizes: [size], samples: 8, budget: 1_500, budgetBelowLimit: 1_500, rules: [], seed: 2_718,
      threads: 2)
    #expect(report.rows.first?.share == 1, "\(report.rows)")
  }

  @Test func theReportDoesNotDependOnTheThreads() async throws {
    let other = try await SensitivityReport(
      sizes: [1e-2, 1e-7], samples: 3, budget: 300, budgetBelowLimit: 20, rules: ["onnx"], threads: 3)
    let first = try await Self.gross.value
    #expect(try first.jsonText == other.jsonText)
    #expect(first.svg == other.svg && first.text == other.text)
  }

  @Test func thePlotIsAnXMLFileWithACurveForEachSuite() async throws {
    let report = try await Self.gross.value
    let parser = XMLParser(data: Data(report.svg.utf8))
    let counter = ElementCounter()
    parser.delegate = counter
    #expect(parser.parse())
    #expect(counter.counts["svg"] == 1 && counter.counts["polyline"] == GradedKind.allCases.count * 2)
    // tanh and sigmoid at 1e-7, and the legend's.
    #expect(counter.counts["circle"] == 3)
    for name in GradedKind.allCases.map(\.rawValue) + ["lstm-verify", "onnx", "log10(e)"] {
      #expect(report.svg.contains(">\(name)<"))
    }
    let path = FileManager.default.temporaryDirectory.appending(path: "lstm-verify-\(UUID().uuidString).svg").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try report.writePlot(to: path)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == report.svg)
    #expect(throws: CaseFileError.self) { try report.writePlot(to: path + "/plot.svg") }
  }

  @Test func theTextHasALineForEachRowAndEachLimit() async throws {
    let text = try await Self.gross.value.text
    #expect(text.contains("1e-7") && text.contains("legal") && text.contains("2.38e-7"))
    for kind in GradedKind.allCases { #expect(text.contains("\n\(kind.rawValue): ")) }
  }
}

private final class ElementCounter: NSObject, XMLParserDelegate {
  var counts: [String: Int] = [:]

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) { counts[name, default: 0] += 1 }
}
