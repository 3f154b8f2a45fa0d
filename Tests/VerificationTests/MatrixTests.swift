import CaseLab
import Catalog
import Foundation
import LSTMContract
import Matrix
import Testing

@testable import Verification

@Suite struct MatrixTests {
  private static func column(_ name: String) throws -> MatrixColumn {
    let subject = try Catalog.subject(named: name).get()
    let column = MatrixColumn(MatrixSubject(subject, framework: "here", otherThreads: subject))
    return try #require(column)
  }

  private static func report() throws -> MatrixReport {
    MatrixReport(
      date: "2026-01-02", machine: "<a machine> & \"more\"", version: "0",
      columns: [
        try column("naive"), try column("mutant:leading-masked-step-emits-h0"),
      ], skipped: [MatrixSkip(subject: "missing", reason: "not installed")])
  }

  @Test(arguments: ["naive", "simd", "blas"])
  func aRightBackendAgreesWithEveryFeature(name: String) throws {
    let cells = try Self.column(name).cells
    #expect(cells.count > 25)
    #expect(cells.filter { $0.verdict != .agrees }.map(\.feature) == [])
  }

  /// The disagreement of Keras's JAX and NumPy backends, as a planted fault.
  @Test func aFaultShowsInItsFeaturesAndShrinksToOneOfEach() throws {
    let wrong = try Self.column("mutant:leading-masked-step-emits-h0").cells.filter { $0.verdict == .disagrees }
    #expect(wrong.map(\.feature).contains("mask-leading"))
    #expect(!wrong.map(\.feature).contains("forward"))
    let cell = try #require(wrong.first { $0.feature == "mask-leading" })
    let shape = try #require(cell.shape)
    #expect(shape.timeSteps <= 3)
    #expect(shape.batch == 1 && shape.inputSize == 1 && shape.units == 1)
    #expect(cell.equation == .maskedOutput)
    #expect(cell.causes.contains { $0.contains("h0") })
    let replay = try Replay(
      GivenCase(try #require(cell.line)).problem, name: "",
      subjects: [Catalog.subject(named: "mutant:leading-masked-step-emits-h0").get()])
    #expect(!replay.failures.isEmpty)
  }

  @Test func aSubjectWithoutAFeatureRefusesIt() throws {
    let subject = LSTMSubject(Declining())
    let column = MatrixColumn(MatrixSubject(subject, framework: "here"))
    let cells = try #require(column).cells
    #expect(
      cells.filter { $0.feature.hasPrefix("mask") }.allSatisfy { $0.verdict == .refused && $0.detail == "no masks" })
    #expect(cells.first { $0.feature == "forward" }?.verdict == .broke)
    #expect(cells.first { $0.feature == "threads" }?.verdict == .refused)
  }

  @Test func theThreeFilesSayTheSame() throws {
    let report = try Self.report()
    let folder = FileManager.default.temporaryDirectory.appending(path: "matrix-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try report.write(to: folder.path)
    let json = try JSONDecoder().decode(
      MatrixReport.self, from: Data(contentsOf: folder.appending(path: "matrix.json")))
    #expect(json.columns.map(\.subject) == ["naive", "mutant:leading-masked-step-emits-h0"])
    let html = try String(contentsOf: folder.appending(path: "matrix.html"), encoding: .utf8)
    let markdown = try String(contentsOf: folder.appending(path: "matrix.md"), encoding: .utf8)
    for text in [html, markdown] {
      #expect(text.contains("missing: not installed"))
      #expect(text.contains("before the first step that counts the output is 0 (E10)"))
    }
    #expect(html.contains("&lt;a machine&gt; &amp; &quot;more&quot;"))
    // Self-contained: nothing is loaded from elsewhere.
    #expect(!html.contains("http"))
    let disagreeing = report.columns.flatMap(\.cells).count { $0.verdict == .disagrees }
    #expect(html.components(separatedBy: "<td class=\"disagrees\"").count == disagreeing + 1)
  }

  private static let browser = ["chromium", "chromium-browser", "google-chrome"].lazy.compactMap { name in
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }.first

  @Test(.enabled(if: browser != nil, "no Chromium on PATH"))
  func theOnePageOpensInABrowser() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "matrix-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let report = try Self.report()
    try report.write(to: folder.path)
    let process = Process()
    process.executableURL = URL(filePath: try #require(Self.browser))
    process.arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(folder.path)/profile", "--dump-dom",
      "file://\(folder.path)/matrix.html",
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let dom = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    // What the browser built from the page: every cell is in the table.
    let cells = report.columns.map(\.cells.count).reduce(0, +)
    #expect(dom.components(separatedBy: "<td").count == cells + 1)
    #expect(dom.contains("</section>"))
  }
}

/// Supports no mask, and breaks on everything else.
private struct Declining: LSTMBackend {
  typealias Scalar = Float
  struct Broken: Error {}
  var name: String { "declining" }
  var model: ArithmeticModel { ArithmeticModel(scalar: .float) }
  func refusal(of problem: LSTMProblem<Float>) -> Refusal? { problem.mask == nil ? nil : Refusal("no masks") }
  func run(_ problem: LSTMProblem<Float>, into answer: inout LSTMAnswer<Float>) throws { throw Broken() }
}
