import Catalog
import LSTMContract
import Mutants
import Testing

@testable import Verification

@Suite struct ActivationProbeTests {
  @Test(arguments: ["naive", "simd", "blas"])
  func theShippedActivationsAreWithinThreeUnits(name: String) throws {
    let subject = try Catalog.subject(named: name).get()
    let float = try ActivationProbe(#require(subject.backend(as: Float.self)), calls: 16)
    let double = try ActivationProbe(#require(subject.backend(as: Double.self)), calls: 16)
    for reading in [float.sigmoid, float.tanh, double.sigmoid, double.tanh] {
      #expect(reading.samples > 1_024 && reading.absoluteUnits > 0 && reading.absoluteUnits < 3)
    }
    #expect(!float.tanhExceedsOne && !double.tanhExceedsOne)
  }

  @Test func aSigmoidThroughTanhLosesSmallValuesAndIsReported() throws {
    let blas = try Catalog.subject(named: "blas").get()
    let probe = try ActivationProbe(#require(blas.backend(as: Float.self)))
    #expect(probe.flushesSmallSigmoids && !probe.sigmoid.isRelative && probe.tanh.isRelative)
    let naive = try Catalog.subject(named: "naive").get()
    #expect(try !ActivationProbe(#require(naive.backend(as: Float.self))).flushesSmallSigmoids)
  }

  @Test func aTanhThatIsOffIsMeasured() throws {
    let mutant = try #require(Mutant(rawValue: "tanh-moved-1e-6"))
    let probe = try ActivationProbe(MutantBackend<Float>(mutant), calls: 16)
    #expect(probe.tanh.absoluteUnits > 12 && probe.tanhExceedsOne)
  }
}
