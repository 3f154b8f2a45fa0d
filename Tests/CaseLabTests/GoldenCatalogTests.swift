import LSTMContract
import Testing

@testable import CaseLab

@Suite struct GoldenCatalogTests {
  @Test func thereAreAtLeastSixtyWithNamesOfTheirOwn() throws {
    let all = try GoldenCatalog.descriptions()
    #expect(all.count >= 60 && Set(all.map(\.name)).count == all.count)
    for golden in all { #expect(!golden.purpose.isEmpty && !golden.catches.isEmpty) }
  }

  @Test func everyOptionIsSpanned() throws {
    let options = try GoldenCatalog.descriptions().map(\.problem.options)
    #expect(Set(options.map(\.layout)).count == 2 && Set(options.map(\.goBackwards)).count == 2)
    #expect(Set(options.map(\.outputOrder)).count == 2 && Set(options.map(\.zeroOutputForMask)).count == 2)
    #expect(Set(options.map(\.tanhActivation)) == Set(Activation.allCases))
    #expect(Set(options.map(\.sigmoidActivation)) == Set(Activation.allCases))
  }
}
