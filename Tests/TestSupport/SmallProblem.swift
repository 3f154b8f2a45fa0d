public import LSTMContract

/// A stream of numbers that depends on its seed alone (SplitMix64).
public struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  public mutating func tensor<S: LSTMScalar>(_ shape: [Int], within bound: Double) throws -> Tensor<S> {
    let count = shape.reduce(1, *)
    let elements = (0..<count).map { _ in S(Double.random(in: -bound...bound, using: &self)) }
    return try Tensor(shape: shape, elements: elements)
  }
}

/// A problem with weights within 0.5 and states within 1; `mask` is given in the layout of the input.
public func smallProblem<S: LSTMScalar>(
  seed: UInt64, timeSteps: Int = 3, batch: Int = 2, inputSize: Int = 2, units: Int = 5, bias: Bool = true,
  mask: [Bool]? = nil, options: LSTMOptions = LSTMOptions()
) throws -> LSTMProblem<S> {
  var numbers = SeededNumbers(seed: seed)
  let leading = options.layout == .timeMajor ? [timeSteps, batch] : [batch, timeSteps]
  return try LSTMProblem(
    input: numbers.tensor(leading + [inputSize], within: 2), initialH: numbers.tensor([batch, units], within: 1),
    initialC: numbers.tensor([batch, units], within: 1),
    inputKernel: numbers.tensor([inputSize, 4 * units], within: 0.5),
    hiddenKernel: numbers.tensor([units, 4 * units], within: 0.5),
    bias: bias ? numbers.tensor([4 * units], within: 1) : nil,
    mask: mask.map { try Tensor("mask", shape: leading, elements: $0) }, options: options)
}

/// A problem of any kind: sizes, mask, bias and options all depend on the seed.
public func anyProblem<S: LSTMScalar>(seed: UInt64, units: ClosedRange<Int> = 1...6) throws -> LSTMProblem<S> {
  var numbers = SeededNumbers(seed: seed &+ 0x5eed)
  let (timeSteps, batch) = (Int.random(in: 0...5, using: &numbers), Int.random(in: 0...3, using: &numbers))
  let masked = Bool.random(using: &numbers)
  let activations = Activation.allCases
  var options = LSTMOptions(
    layout: AxisLayout.allCases.randomElement(using: &numbers) ?? .batchMajor,
    goBackwards: .random(using: &numbers),
    outputOrder: OutputOrder.allCases.randomElement(using: &numbers) ?? .processing,
    zeroOutputForMask: .random(using: &numbers))
  if Bool.random(using: &numbers) {
    options.tanhActivation = activations.randomElement(using: &numbers) ?? .tanh
    options.sigmoidActivation = activations.randomElement(using: &numbers) ?? .sigmoid
  }
  return try smallProblem(
    seed: seed, timeSteps: timeSteps, batch: batch, inputSize: .random(in: 1...3, using: &numbers),
    units: .random(in: units, using: &numbers), bias: .random(using: &numbers),
    mask: masked ? (0..<timeSteps * batch).map { _ in Int.random(in: 0..<3, using: &numbers) > 0 } : nil,
    options: options)
}
