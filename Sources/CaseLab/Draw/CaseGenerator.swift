public import LSTMContract

/// Draws cases: the same seed and index give the same bits on every machine.
///
/// Only integer arithmetic, scaling by powers of two and single IEEE operations are used, so no mathematical library
/// enters. A change of any drawn bit changes `version`.
public struct CaseGenerator: Sendable {
  /// The number of the generator, which case lines with a seed carry.
  public static let version = 4
  /// What decides every case.
  public let seed: UInt64
  /// Which sizes are drawn.
  public let sizes: SizeProfile
  /// Sizes that every case shall have.
  public let fixed: FixedSizes
  /// K, R and b of every case, or nil where they are drawn.
  public let weights: FixedWeights?

  /// A generator of the cases of one seed, of one profile of sizes, with some sizes fixed; all three decide the draw.
  ///
  /// - Parameter weights: those of every case; they fix I and H, and everything else is drawn.
  public init(
    seed: UInt64, sizes: SizeProfile = .standard, fixed: FixedSizes = FixedSizes(), weights: FixedWeights? = nil
  ) {
    self.seed = seed
    self.sizes = sizes
    self.weights = weights
    self.fixed = weights.map { fixed.joined(with: $0.sizes) ?? $0.sizes } ?? fixed
  }

  /// The case at `index`, in this scalar type.
  public func draw<Scalar: LSTMScalar>(index: Int, as type: Scalar.Type = Scalar.self) -> Case<
    Scalar
  > {
    draw(plan(index: index))
  }

  /// What is decided about the case at `index` before its data are drawn; it does not depend on the scalar type.
  public func plan(index: Int) -> CasePlan {
    let key = CaseKey(seed: seed, index: index, sizes: sizes, fixed: fixed, weights: weights?.checksum)
    let random = key.random
    let place = SizeTable.of(sizes).place(of: index, key.profileRandom)
    var shape = ShapeDraw(random.stream(1), place, sizes)
    shape.fix(fixed)
    let regime = regime(random, place, shape)
    if fixed.timeSteps == nil, let most = regime.mostSteps(random.stream(1)) {
      shape.limitSteps(to: most)
    }
    let contents = contents(random.stream(10), regime, isSpecial: place.isSpecial)
    do {
      return CasePlan(
        key: key,
        shape: try LSTMShape(
          timeSteps: shape.timeSteps, batch: shape.batch, inputSize: shape.inputSize,
          units: shape.units),
        options: options(random.stream(2), regime),
        mask: shape.maskedRun > 0
          ? .runs
          : random.stream(3).choice(
            regime == .nanAtMaskedSteps ? MaskKind.partial : MaskKind.weights, 0),
        maskedRun: shape.maskedRun, hasBias: weights?.hasBias ?? contents.hasBias, hasInitialH: contents.hasH,
        hasInitialC: contents.hasC,
        regime: regime)
    } catch {
      preconditionFailure("the generator drew sizes that no problem can have: \(error)")
    }
  }

  /// The regime, which suits the steps where the table or the caller wants them.
  private func regime(_ random: CounterRandom, _ place: SizeTable.Place, _ shape: ShapeDraw)
    -> Regime
  {
    if place.isSpecial { return .signedZero }
    let drawn = random.choice(Regime.weights, 1)
    let keepsSteps = place.kind.keepsSteps || fixed.timeSteps != nil
    guard keepsSteps, let most = drawn.mostSteps(random.stream(1)), shape.timeSteps > most else {
      return drawn
    }
    return random.choice(Regime.weights.filter { $0.0.mostSteps(random.stream(1)) == nil }, 2)
  }

  /// The case of a plan of this generator, in this scalar type.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func draw<Scalar: LSTMScalar>(_ plan: CasePlan, as type: Scalar.Type = Scalar.self)
    -> Case<Scalar>
  {
    do {
      return Case(problem: try withOwnWeights(problem(plan)), origin: .generated(plan.key), regime: plan.regime)
    } catch {
      preconditionFailure("the generator made arrays that do not fit: \(error)")
    }
  }

  private func withOwnWeights<Scalar: LSTMScalar>(
    _ problem: LSTMProblem<Scalar>
  ) throws(LSTMProblemError) -> LSTMProblem<Scalar> {
    guard let own: LSTMParameters<Scalar> = weights?.parameters() else { return problem }
    return try problem.replacing(
      inputKernel: own.inputKernel, hiddenKernel: own.hiddenKernel, bias: .some(own.bias))
  }

  private func problem<Scalar: LSTMScalar>(_ plan: CasePlan) throws(LSTMProblemError) -> LSTMProblem<Scalar> {
    let (steps, batch) = (plan.shape.timeSteps, plan.shape.batch)
    let timeMajor = plan.options.layout == .timeMajor
    let leading = timeMajor ? [steps, batch] : [batch, steps]
    func place(_ position: Int) -> (step: Int, row: Int) {
      timeMajor ? (position / batch, position % batch) : (position % steps, position / steps)
    }
    let mask = plan.maskRows.map { rows in
      (0..<steps * batch).map {
        let (step, row) = place($0)
        return rows[row][step]
      }
    }
    var data = DataDraw<Scalar>(plan, plan.key.random.stream(5))
    data.make(place: place)
    data.addSpecials(mask: mask)
    let (units, inputSize) = (plan.shape.units, plan.shape.inputSize)
    return try LSTMProblem(
      input: Tensor("input", shape: leading + [inputSize], elements: data.input),
      initialH: Tensor("initial_h", shape: [batch, units], elements: data.initialH),
      initialC: Tensor("initial_c", shape: [batch, units], elements: data.initialC),
      inputKernel: Tensor(
        "input_kernel", shape: [inputSize, 4 * units], elements: data.inputKernel),
      hiddenKernel: Tensor(
        "hidden_kernel", shape: [units, 4 * units], elements: data.hiddenKernel),
      bias: tensor("bias", [4 * units], data.bias), mask: tensor("mask", leading, mask),
      options: plan.options)
  }

  private func tensor<Element: Sendable>(
    _ name: String, _ shape: [Int], _ elements: [Element]?
  ) throws(LSTMProblemError) -> Tensor<Element>? {
    guard let elements else { return nil }
    return try Tensor(name, shape: shape, elements: elements)
  }

  /// Whether there is a bias, an h0 and a c0.
  private func contents(
    _ random: CounterRandom, _ regime: Regime, isSpecial: Bool
  ) -> (hasBias: Bool, hasH: Bool, hasC: Bool) {
    if isSpecial { return (true, true, true) }
    let isHalf = random.below(2, at: 1) == 0
    switch regime {
    case .exactDense:
      return (random.below(8, at: 2) > 0, random.below(4, at: 1) > 0, random.below(8, at: 3) > 0)
    case .oneHot: return (random.below(8, at: 2) > 0, isHalf, random.below(4, at: 3) > 0)
    case .zeroInput: return (true, false, random.below(4, at: 3) > 0)
    case .subnormalAlone: return (true, isHalf, random.below(2, at: 3) == 0)
    case .counter: return (true, isHalf, random.below(4, at: 3) > 0)
    case .denseContractive, .denseExpansive, .saturated, .tiny, .sparseSequence, .signedZero,
      .subnormal, .huge,
      .infinity, .nan, .nanAtMaskedSteps:
      return (random.below(5, at: 2) > 0, isHalf, random.below(2, at: 3) == 0)
    }
  }

  private func options(_ random: CounterRandom, _ regime: Regime) -> LSTMOptions {
    var options = LSTMOptions(
      layout: random.below(2, at: 1) == 0 ? .timeMajor : .batchMajor,
      goBackwards: random.below(2, at: 2) == 0,
      outputOrder: random.below(2, at: 3) == 0 ? .processing : .aligned,
      zeroOutputForMask: random.below(2, at: 4) == 0)
    if random.below(100, at: 5) < 18, regime != .counter {
      let all = Activation.allCases
      options.tanhActivation = random.below(3, at: 6) == 0 ? .tanh : all[random.below(all.count, at: 7)]
      options.sigmoidActivation =
        random.below(3, at: 8) == 0 ? .sigmoid : all[random.below(all.count, at: 9)]
    }
    if regime == .subnormalAlone, random.below(2, at: 10) == 0 {
      options.tanhActivation = random.below(2, at: 11) == 0 ? .identity : .relu
    }
    return options
  }
}
