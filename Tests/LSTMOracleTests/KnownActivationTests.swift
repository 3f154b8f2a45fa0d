import CLSTMOracle
import LSTMContract
import Testing

@testable import LSTMOracle

/// The activations and the inverse of tanh where their values are known, on every processor.
@Suite struct KnownActivationTests {
  /// z with s(z), s(-z) and tanh(z), each correctly rounded to a pair of doubles.
  struct Known: Sendable {
    let z: Double
    let values: [Double]

    init(_ z: Double, _ values: Double...) { (self.z, self.values) = (z, values) }

    var sigmoid: Dyadic { Dyadic(values[0], values[1]) }
    var sigmoidOfMinus: Dyadic { Dyadic(values[2], values[3]) }
    var tanh: Dyadic { Dyadic(values[4], values[5]) }
  }

  // From python3:
  //   from mpmath import *; mp.prec = 400
  //   pair = lambda x: float(x).hex() + ", " + float(x - mpf(float(x))).hex()
  //   for z in [2**-60, 1e-9, .01, .3, .34657, .35, .7, 1, 2.5, 4, 9, 20, 35, 80, 400]:
  //     print(float(z).hex(), *map(pair, [1 / (1 + exp(-mpf(z))), 1 / (1 + exp(mpf(z))), tanh(mpf(z))]), sep=", ")
  static let known: [Known] = [
    Known(
      0x1p-60, 0x1p-1, 0x1p-62,
      0x1p-1, -0x1p-62, 0x1p-60, -0x1.5555555555555p-182),
    Known(
      0x1.12e0be826d695p-30, 0x1.0000000225c18p-1, -0x1.7d9296b001a69p-56,
      0x1.fffffffbb47d0p-2, 0x1.7d9296b001a69p-56, 0x1.12e0be826d695p-30, -0x1.a68cd9e985016p-92),
    Known(
      0x1.47ae147ae147bp-7, 0x1.0147ad61865a8p-1, 0x1.f341840ab8425p-55,
      0x1.fd70a53cf34afp-2, 0x1.97cf7ea8f7b5fp-60, 0x1.47ab48ae4595ep-7, 0x1.0992ce4a0b14ap-62),
    Known(
      0x1.3333333333333p-2, 0x1.261d545e46a8bp-1, -0x1.b5b5738ba9cf2p-55,
      0x1.b3c5574372aebp-2, -0x1.292a31d158c37p-57, 0x1.2a4dda7d914fap-2, -0x1.dcaef7d34268ap-58),
    Known(
      0x1.62e33eff19503p-2, 0x1.2bec15f4fd39ap-1, 0x1.dc5e635b5359dp-57,
      0x1.a827d416058ccp-2, -0x1.dc5e635b5359dp-57, 0x1.55547f2a1eedep-2, -0x1.125f3042ed87ep-56),
    Known(
      0x1.6666666666666p-2, 0x1.2c5923a96ad1cp-1, 0x1.3c2f0571409e2p-55,
      0x1.a74db8ad2a5c7p-2, 0x1.87a1f51d7ec3cp-56, 0x1.5872d4a8651d6p-2, -0x1.3e55c4dabed96p-56),
    Known(
      0x1.6666666666666p-1, 0x1.561cb52a19475p-1, 0x1.b06a8ec95049ap-55,
      0x1.53c695abcd715p-2, 0x1.3e55c4dabed96p-57, 0x1.356fb17af2e91p-1, -0x1.017b37671fc9fp-55),
    Known(
      0x1p+0, 0x1.764d4f5d5a2bdp-1, -0x1.35dae23bc734ap-56,
      0x1.136561454ba86p-2, 0x1.35dae23bc734ap-56, 0x1.85efab514f394p-1, 0x1.5618caf8a4f11p-55),
    Known(
      0x1.4000000000000p+1, 0x1.d9291ddb596f7p-1, 0x1.3b6dd4e6b805ap-57,
      0x1.36b7112534847p-4, 0x1.892456328ff4cp-58, 0x1.f9258260a71c2p-1, -0x1.c47c0e1b448e9p-56),
    Known(
      0x1p+2, 0x1.f6ca82f0de1eap-1, -0x1.661de681e0bedp-57,
      0x1.26afa1e43c2c3p-6, -0x1.9e2197e1f412bp-61, 0x1.ffa81708a0b42p-1, 0x1.6857246c19dc6p-57),
    Known(
      0x1.2000000000000p+3, 0x1.ffefd390a9cc2p-1, -0x1.118e38dad815dp-55,
      0x1.02c6f5633e446p-13, 0x1.c71b5b02ba970p-68, 0x1.fffffefa59d78p-1, -0x1.df75af12fa18fp-56),
    Known(
      0x1.4000000000000p+4, 0x1.ffffffee4b79bp-1, -0x1.55ad7527a5da6p-55,
      0x1.1b4865556b5d5p-29, -0x1.85a25a2610c8dp-83, 0x1p+0, -0x1.39792499b1a24p-57),
    Known(
      0x1.1800000000000p+5, 0x1.ffffffffffffap-1, 0x1.488e65a60f23ep-55,
      0x1.6b7719a59f0dcp-51, 0x1.132c8a5cb796dp-106, 0x1p+0, -0x1.02057d1245cebp-100),
    Known(
      0x1.4000000000000p+6, 0x1p+0, -0x1.7fd974d372e45p-116,
      0x1.7fd974d372e45p-116, -0x1.e423729d4c8bbp-170, 0x1p+0, -0x1.1fc63223fac81p-230),
    Known(
      0x1.9000000000000p+8, 0x1p+0, 0x0.0p+0,
      0x1.e50c483c04dcdp-578, 0x1.cd8595a78ce7ap-635, 0x1p+0, 0x0.0p+0),
  ]

  @Test(arguments: StepFunctions.references) func theSigmoidIsAsGoodAsTheReferenceMustBe(reference: Double) {
    let positive = StepFunctions.activated(.sigmoid, pairs: Self.known.map { ($0.z, 0) }, reference)
    let negative = StepFunctions.activated(.sigmoid, pairs: Self.known.map { (-$0.z, 0) }, reference)
    for (place, known) in Self.known.enumerated() {
      expect(positive[place], known.sigmoid, reference, "s(\(known.z))")
      expect(negative[place], known.sigmoidOfMinus, reference, "s(\(-known.z))")
    }
  }

  @Test(arguments: StepFunctions.references) func tanhIsAsGoodAsTheReferenceMustBe(reference: Double) {
    let positive = StepFunctions.activated(.tanh, pairs: Self.known.map { ($0.z, 0) }, reference)
    let negative = StepFunctions.activated(.tanh, pairs: Self.known.map { (-$0.z, 0) }, reference)
    for (place, known) in Self.known.enumerated() {
      expect(positive[place], known.tanh, reference, "tanh(\(known.z))")
      #expect(negative[place] == -positive[place])
    }
  }

  /// Pairs are good to 2^-66, four times better than u_r asks; doubles to 8 units roundoff.
  private func expect(_ value: Dyadic, _ exact: Dyadic, _ reference: Double, _ name: String) {
    let bound = Dyadic(reference < 0x1p-53 ? 0x1p-66 : 8 * reference)
    #expect((value - exact).magnitude <= exact.magnitude * bound, "\(name), reference \(reference)")
  }

  /// An open gate and an exact tanh narrow a wide interval to a few units around the inverse.
  @Test(arguments: StepFunctions.references) func theInverseOfTanhIsAsGoodAsTheReferenceMustBe(reference: Double) {
    var model = StepFunctions.exact(reference)
    (model.roundoff, model.underflow) = (0, 0)
    // tanh(z) as a double is no tanh of z: its inverse is z to within the rounding over the slope.
    let known = Self.known.filter { $0.z > 1e-3 && $0.z < 4 }
    let observed = known.map { $0.values[4] }
    let result = StepFunctions.narrowed(
      model, known.map { _ in (0, 10) }, o: known.map { _ in (1, 0) }, h: observed.map { ($0, 10) }, observed: observed)
    for (known, c) in zip(known, result.c) {
      let slope = 1 - known.values[4] * known.values[4]
      // z less what tanh lost when it was rounded.
      let exact = Dyadic(known.z) - Dyadic(known.values[5] / slope)
      let gap = (Dyadic(c.centre, c.rest) - exact).magnitude
      #expect(gap <= Dyadic(c.radius), "atanh of tanh(\(known.z))")
      #expect(c.radius <= (80 / slope) * reference, "atanh of tanh(\(known.z)): \(c.radius)")
    }
  }
}
