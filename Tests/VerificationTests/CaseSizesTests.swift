import CaseLab
import Catalog
import LSTMContract
import Testing

@testable import Verification

@Suite struct CaseSizesTests {
  @Test func theReportSaysHowTheSizesOfItsCasesAreDistributed() throws {
    let configuration = CampaignConfiguration(cases: 64, scalars: [.float])
    let report = try Campaign(configuration, subjects: [Catalog.subject(named: "simd").get()]).runWithoutReference()
    let generator = CaseGenerator(seed: configuration.seed)
    let shapes = (0..<64).map { (generator.draw(index: $0) as Case<Float>).problem.shape }
    let elements = shapes.map { $0.timeSteps * $0.batch * $0.units }.sorted()
    #expect(report.sizes.map(\.size) == ["T", "B", "I", "H", "T·B·H"])
    // Half of 64 cases are the first 32, a tenth of them, rounded up, the first 7.
    #expect(
      report.sizes.last
        == SizeQuantiles(
          size: "T·B·H", tenth: elements[6], median: elements[31], ninetieth: elements[57], largest: elements[63]))
    #expect(report.text().contains("size of a case"))
  }

  @Test func mergedSizesAreThoseOfTheUnion() throws {
    let shapes = try (1...9).map { try LSTMShape(timeSteps: $0, batch: 1, inputSize: 2, units: 3) }
    var (first, second, whole) = (CaseSizes(), CaseSizes(), CaseSizes())
    for shape in shapes.prefix(4) { first.count(shape) }
    for shape in shapes.dropFirst(4) { second.count(shape) }
    for shape in shapes { whole.count(shape) }
    first.merge(second)
    #expect(first.quantiles == whole.quantiles)
    #expect(whole.quantiles.first?.median == 5)
    #expect(CaseSizes().quantiles.isEmpty)
  }
}
