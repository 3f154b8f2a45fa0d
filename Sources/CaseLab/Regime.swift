/// How the data of a case are made (Docs/tolerances.md, data design).
public enum Regime: String, CaseIterable, Codable, Sendable {
  /// Random, with weights that damp the state.
  case denseContractive = "dense contractive"
  /// Random, with weights that amplify it.
  case denseExpansive = "dense expansive"
  /// Random, with pre-activations far out in the saturated range.
  case saturated
  /// Random and tiny.
  case tiny
  /// P1: short binary fractions, so that every sum is exact in any order.
  case exactDense = "exact dense"
  /// P2: x or h0 has one element that is not zero: z is one weight times a power of two, in half of the
  /// cases plus a bias that cancels all but the weight's last digits.
  case oneHot = "one-hot"
  /// P2b: x = h0 = 0: z is the bias.
  case zeroInput = "zero input"
  /// P3: a sequence with one-hot x and one weight that is not zero in each column of R.
  case sparseSequence = "sparse sequence"
  /// P4: saturated gates that count in c.
  case counter
  /// Zeros of both signs.
  case signedZero = "signed zero"
  /// Subnormal numbers.
  case subnormal
  /// Numbers near the largest.
  case huge
  /// Infinities.
  case infinity
  /// NaN.
  case nan
  /// NaN and infinities at masked steps only.
  case nanAtMaskedSteps = "NaN at masked steps"

  /// How often each is drawn, in percent.
  static let weights: [(Regime, Int)] = [
    (.denseContractive, 17), (.denseExpansive, 10), (.saturated, 6), (.tiny, 5), (.exactDense, 11), (.oneHot, 12),
    (.zeroInput, 6), (.sparseSequence, 10), (.counter, 7), (.signedZero, 3), (.subnormal, 3), (.huge, 2),
    (.infinity, 3), (.nan, 2), (.nanAtMaskedSteps, 3),
  ]
}
