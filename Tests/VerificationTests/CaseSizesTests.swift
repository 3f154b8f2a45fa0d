import CaseLab
import Catalog
import LSTMContract
import Testing

@testable import Verification

@Suite struct CaseSizesTests {
  @Test func theReportSaysWhichSizesMet() throws {
    let configuration = CampaignConfiguration(cases: 64, scalars: [.float])
    let report = try Campaign(configuration, subjects: [Catalog.subject(named: "simd").get()]).runWithoutReference()
    let generator = CaseGenerator(seed: configuration.seed)
    let shapes = (0..<64).map { generator.plan(index: $0).shape }
    let table = try #require(report.sizes.tables.first { $0.rows == "H" && $0.columns == "B" })
    #expect(table.cases.joined().reduce(0, +) == 64)
    let (row, column) = (
      try #require(table.rowClasses.firstIndex(of: "9-16")), try #require(table.columnClasses.firstIndex(of: "2-8"))
    )
    #expect(table.cases[row][column] == shapes.count { (9...16).contains($0.units) && (2...8).contains($0.batch) })
    let single = try #require(report.sizes.required.first { $0.name == "B = 1" })
    #expect(single.cases == shapes.count { $0.batch == 1 } && single.least == 1)
    let text = report.text()
    #expect(text.contains("cases with H below, B beside") && text.contains("required sizes"))
  }

  @Test func theProfileAndFixedSizesStandInTheHeadlineAndInEveryLine() throws {
    var configuration = CampaignConfiguration(cases: 40, scalars: [.float])
    configuration.sizes = .small
    configuration.fixed = FixedSizes(inputSize: 1, units: 20)
    let report = try Campaign(configuration, subjects: [Catalog.subject(named: "simd").get()]).runWithoutReference()
    #expect(report.text().hasPrefix("40 cases in float, seed 0x4c53544d, generator 4, small sizes, I=1 H=20 fixed, "))
    let line = try #require(report.ledger.subjects.first?.largestRatio?.line)
    #expect(line.hasSuffix(" sizes=small I=1 H=20"))
    guard case .float(let problem) = try GivenCase(line).problem else {
      Issue.record("another scalar type")
      return
    }
    #expect(problem.shape.inputSize == 1 && problem.shape.units == 20)
  }

  @Test func mergedSizesAreThoseOfTheUnion() throws {
    let shapes = try (1...9).map { try LSTMShape(timeSteps: $0, batch: 1, inputSize: 2, units: 3) }
    var (first, second, whole) = (CaseSizes(), CaseSizes(), CaseSizes())
    for shape in shapes.prefix(4) { first.count(shape) }
    for shape in shapes.dropFirst(4) { second.count(shape) }
    for shape in shapes { whole.count(shape) }
    first.merge(second)
    #expect(first.coverage == whole.coverage)
    #expect(whole.coverage.required.first { $0.name == "H = 3" }?.cases == 9)
    #expect(CaseSizes().coverage.tables.allSatisfy { $0.cases.isEmpty })
  }

  @Test func aRunWithoutTheRequiredSizesFallsShort() throws {
    var sizes = CaseSizes()
    for _ in 0..<10_000 { sizes.count(try LSTMShape(timeSteps: 1, batch: 1, inputSize: 1, units: 1)) }
    let lines = sizes.coverage.shortcomings
    #expect(lines.contains("sizes H >= 512: 0 cases, at least 20 wanted"))
    #expect(!lines.contains { $0.contains("H = 1:") })
  }
}
