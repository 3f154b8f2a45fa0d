public import LSTMContract

/// What decides a drawn case, but for its scalar type.
public struct CaseKey: Hashable, Sendable {
  /// The seed of the run.
  public let seed: UInt64
  /// The place in the run.
  public let index: Int
  /// Which sizes were drawn from.
  public let sizes: SizeProfile
  /// Sizes that were not drawn.
  public let fixed: FixedSizes
  /// The checksum of weights that were not drawn, or nil where they were.
  public let weights: String?

  /// The case at `index` of a generator.
  public init(
    seed: UInt64, index: Int, sizes: SizeProfile = .standard, fixed: FixedSizes = FixedSizes(), weights: String? = nil
  ) {
    self.seed = seed
    self.index = index
    self.sizes = sizes
    self.fixed = fixed
    self.weights = weights
  }
}

extension CaseKey {
  /// Everything random about the case.
  var random: CounterRandom {
    CounterRandom(seed: profileSeed, case: UInt64(bitPattern: Int64(index)))
  }

  /// What is random about the walk through the sizes.
  var profileRandom: CounterRandom { CounterRandom(seed: profileSeed, case: .max).stream(1) }

  /// The seed, changed where sizes are not the standard ones, so that profiles share no case.
  private var profileSeed: UInt64 {
    guard sizes != .standard || !fixed.isEmpty else { return seed }
    let profile = SizeProfile.allCases.firstIndex(of: sizes) ?? 0
    var random = CounterRandom(seed: seed, case: UInt64(profile))
    for size in [fixed.timeSteps, fixed.batch, fixed.inputSize, fixed.units] {
      random = random.stream(UInt64(bitPattern: Int64(size ?? -1)))
    }
    return random.word(0)
  }
}

extension CaseKey: CustomStringConvertible {
  /// `generator=4 seed=0x4c53544d index=17`, with `sizes=small`, `I=1 H=20` and `weights=...` where they apply.
  public var description: String {
    var words = [
      "generator=\(CaseGenerator.version)", "seed=0x\(String(seed, radix: 16))", "index=\(index)",
    ]
    if sizes != .standard { words.append("sizes=\(sizes.rawValue)") }
    words += fixed.pairs.map { "\($0.letter)=\($0.size)" }
    if let weights { words.append("weights=\(weights)") }
    return words.joined(separator: " ")
  }
}
