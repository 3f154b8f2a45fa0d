internal import CaseLab
internal import LSTMContract

/// The probes of a diagnosis: designed ones, simplest first, then drawn cases.
struct ProbeSet<Scalar: LSTMScalar>: Sendable {
  /// Every hypothesis answers every probe, so large cases are passed over; designed probes cover large sizes.
  private static var mostProducts: Int { 20_000 }
  /// Where sizes are compiled in, none are small: fewer cases, and larger ones.
  private static var mostProductsOfFixedSizes: Int { 400_000 }
  private static var mostOfFixedSizes: Int { 60 }
  /// For a subject that refuses most cases this many are looked at in all.
  private static var mostIndices: Int { 40_000 }
  private static var seed: UInt64 { 0xD1A6_7057 }

  /// In the order in which a failure is localised: each relies only on what those before it have shown.
  let designed: [Probe<Scalar>]
  /// Cases of the generator: coverage of sizes and of values that nobody thought of.
  private let drawn: [Probe<Scalar>]
  /// The index behind the last drawn case.
  private let next: Int

  /// - Parameter drawnCases: how many cases to draw.
  init(drawnCases: Int) {
    designed = DesignedProbes<Scalar>.all
    let generator = CaseGenerator(seed: Self.seed)
    var drawn: [Probe<Scalar>] = []
    var index = 0
    while drawn.count < drawnCases {
      let plan = generator.plan(index: index)
      if plan.products <= Self.mostProducts { drawn.append(Self.probe(generator.draw(plan))) }
      index += 1
    }
    self.drawn = drawn
    next = index
  }

  /// Drawn cases for a subject: those that every subject is asked, and as many more as it refuses of them, as far as
  /// they are found. What its identity refuses is passed over before data are drawn.
  ///
  /// - Parameter weights: those that it has alone, or nil where it takes any.
  func drawn(
    for backend: any LSTMBackend<Scalar>, weights: FixedWeights? = nil, deadline: Deadline = .never
  ) -> [Probe<Scalar>] {
    if let weights {
      let generator = CaseGenerator(seed: Self.seed, fixed: weights.sizes, weights: weights)
      return (0..<Self.mostOfFixedSizes).map { Self.probe(generator.draw(generator.plan(index: $0))) }
    }
    let isFixed = !backend.sizes.isEmpty
    let generator = CaseGenerator(seed: Self.seed, fixed: backend.sizes)
    let most = isFixed ? Self.mostProductsOfFixedSizes : Self.mostProducts
    var missing = drawn.count { backend.refusal(of: $0.problem) != nil }
    if isFixed { missing = min(missing, Self.mostOfFixedSizes) }
    var more: [Probe<Scalar>] = []
    for index in isFixed ? 0..<Self.mostIndices : next..<max(next, Self.mostIndices)
    where more.count < missing && !deadline.hasPassed {
      let plan = generator.plan(index: index)
      guard plan.products <= most, backend.refusal(of: plan.outline) == nil else { continue }
      let next: Case<Scalar> = generator.draw(plan)
      if backend.refusal(of: next.problem) == nil { more.append(Self.probe(next)) }
    }
    return drawn + more
  }

  private static func probe(_ drawn: Case<Scalar>) -> Probe<Scalar> {
    Probe(drawn.line, .preActivation, drawn.problem)
  }
}

/// The probes of every diagnosis, prepared once.
enum StandardProbes {
  private static let drawnCases = 240
  private static let float = ProbeSet<Float>(drawnCases: drawnCases)
  private static let double = ProbeSet<Double>(drawnCases: drawnCases)

  static func set<Scalar: LSTMScalar>() -> ProbeSet<Scalar> {
    let set: Any = Scalar.kind == .float ? float : double
    guard let set = set as? ProbeSet<Scalar> else { preconditionFailure("LSTMScalar is Float or Double") }
    return set
  }
}
