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
  /// Subnormal numbers among ordinary ones.
  case subnormal
  /// One array of subnormal numbers, the others ordinary.
  case subnormalAlone = "subnormal alone"
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
    (.denseContractive, 16), (.denseExpansive, 9), (.saturated, 6), (.tiny, 4), (.exactDense, 11),
    (.oneHot, 12),
    (.zeroInput, 5), (.sparseSequence, 10), (.counter, 7), (.signedZero, 3), (.subnormal, 3),
    (.subnormalAlone, 2),
    (.huge, 2), (.infinity, 3), (.nan, 4), (.nanAtMaskedSteps, 3),
  ]

  /// How many steps its data are designed for at most, or nil.
  func mostSteps(_ random: CounterRandom) -> Int? {
    switch self {
    case .oneHot, .zeroInput: 1
    case .exactDense: random.below(4, at: 10) == 0 ? 3 : 1
    case .denseContractive, .denseExpansive, .saturated, .tiny, .sparseSequence, .counter,
      .signedZero, .subnormal,
      .subnormalAlone, .huge, .infinity, .nan, .nanAtMaskedSteps:
      nil
    }
  }

  /// Whether values that are not zero in h0 and c0 may be replaced by zeros.
  var mayLoseStates: Bool { self == .signedZero || self == .subnormalAlone }

  /// The label of its cases.
  var label: CaseLabel {
    switch self {
    case .denseContractive: .denseContractive
    case .denseExpansive: .denseExpansive
    case .saturated: .saturated
    case .tiny: .tiny
    case .exactDense: .exactDense
    case .oneHot: .oneHot
    case .zeroInput: .zeroInput
    case .sparseSequence: .sparseSequence
    case .counter: .counter
    case .signedZero: .signedZero
    case .subnormal: .subnormal
    case .subnormalAlone: .subnormalAlone
    case .huge: .huge
    case .infinity: .infinity
    case .nan: .nan
    case .nanAtMaskedSteps: .nanAtMaskedSteps
    }
  }
}
