public import LSTMContract

/// Draws cases: the same seed and index give the same bits on every machine.
///
/// Only integer arithmetic, scaling by powers of two and single IEEE operations are used, so no mathematical library
/// enters. A change of any drawn bit changes `version`.
public struct CaseGenerator: Sendable {
  /// The version that case lines carry.
  public static let version = 3
  /// What decides every case.
  public let seed: UInt64

  /// A generator of the cases of one seed.
  public init(seed: UInt64) { self.seed = seed }

  /// The case at `index`, in this scalar type. Sizes, options and masks do not depend on the scalar type.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func draw<Scalar: LSTMScalar>(index: Int, as type: Scalar.Type = Scalar.self) -> Case<Scalar> {
    let random = CounterRandom(seed: seed, case: UInt64(bitPattern: Int64(index)))
    let regime = random.choice(Regime.weights, 1)
    do {
      return Case(
        problem: try problem(random, regime), origin: .generated(seed: seed, index: index), regime: regime)
    } catch {
      preconditionFailure("the generator made arrays that do not fit: \(error)")
    }
  }

  private func problem<Scalar: LSTMScalar>(
    _ random: CounterRandom, _ regime: Regime
  ) throws(LSTMProblemError) -> LSTMProblem<Scalar> {
    let shape = ShapeDraw(random.stream(1), regime: regime)
    let options = options(random.stream(2), regime)
    let kind = random.stream(3).choice(regime == .nanAtMaskedSteps ? MaskDraw.partial : MaskDraw.weights, 0)
    let (steps, batch) = (shape.timeSteps, shape.batch)
    let timeMajor = options.layout == .timeMajor
    let leading = timeMajor ? [steps, batch] : [batch, steps]
    func place(_ position: Int) -> (step: Int, row: Int) {
      timeMajor ? (position / batch, position % batch) : (position % steps, position / steps)
    }
    let maskRandom = random.stream(4)
    let mask: [Bool]? =
      kind == .none
      ? nil
      : (0..<steps * batch).map {
        let (step, row) = place($0)
        return kind.counts(maskRandom, row: row, step: step, steps: steps, batch: batch)
      }
    var data = DataDraw<Scalar>(shape, regime, random.stream(5), options)
    data.make(place: place)
    data.addSpecials(mask: mask)
    let (units, inputSize) = (shape.units, shape.inputSize)
    return try LSTMProblem(
      input: Tensor("input", shape: leading + [inputSize], elements: data.input),
      initialH: Tensor("initial_h", shape: [batch, units], elements: data.initialH),
      initialC: Tensor("initial_c", shape: [batch, units], elements: data.initialC),
      inputKernel: Tensor("input_kernel", shape: [inputSize, 4 * units], elements: data.inputKernel),
      hiddenKernel: Tensor("hidden_kernel", shape: [units, 4 * units], elements: data.hiddenKernel),
      bias: tensor("bias", [4 * units], data.bias), mask: tensor("mask", leading, mask), options: options)
  }

  private func tensor<Element: Sendable>(
    _ name: String, _ shape: [Int], _ elements: [Element]?
  ) throws(LSTMProblemError) -> Tensor<Element>? {
    guard let elements else { return nil }
    return try Tensor(name, shape: shape, elements: elements)
  }

  private func options(_ random: CounterRandom, _ regime: Regime) -> LSTMOptions {
    var options = LSTMOptions(
      layout: random.below(2, 1) == 0 ? .timeMajor : .batchMajor, goBackwards: random.below(2, 2) == 0,
      outputOrder: random.below(2, 3) == 0 ? .processing : .aligned, zeroOutputForMask: random.below(2, 4) == 0)
    if random.below(100, 5) < 18, regime != .counter {
      let all = Activation.allCases
      options.tanhActivation = random.below(3, 6) == 0 ? .tanh : all[random.below(all.count, 7)]
      options.sigmoidActivation = random.below(3, 8) == 0 ? .sigmoid : all[random.below(all.count, 9)]
    }
    return options
  }
}
