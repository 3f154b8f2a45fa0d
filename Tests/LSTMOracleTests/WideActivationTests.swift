#if arch(x86_64)
  import Foundation
  import LSTMContract
  import Testing

  @testable import LSTMOracle

  /// The activations of random arguments against the long doubles of the C library, which not every processor has.
  @Suite struct WideActivationTests {
    private static let values: [Double] = {
      var stream = TestStream(41)
      return (0..<3_000).map { stream.number([0x1p-30, 1, 40, 800][$0 % 4]) }
    }()

    @Test(arguments: [Activation.sigmoid, .tanh], StepFunctions.references)
    func anActivationIsAsGoodAsTheReferenceMustBe(_ activation: Activation, reference: Double) {
      let result = StepFunctions.activated(activation, Self.values.map { ($0, 0) }, reference)
      for (place, z) in Self.values.enumerated() {
        let exact = activation == .tanh ? tanhl(Float80(z)) : 1 / (1 + expl(-Float80(z)))
        let gap = (Float80(result.value[place]) - exact) + Float80(result.rest[place])
        #expect(
          abs(gap) <= abs(exact) * Float80(8 * reference) + Float80(Double.leastNonzeroMagnitude), "\(activation)(\(z))"
        )
      }
    }
  }
#endif
