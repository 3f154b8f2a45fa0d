import LSTMContract

/// A deterministic stream of numbers for tests.
struct TestStream {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func word() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(word() % UInt64(bound)) }

  mutating func number(_ scale: Double) -> Double { (Double(word() >> 11) * 0x1p-52 - 1) * scale }
}

/// A small random problem with every option drawn from the seed.
func smallProblem<Scalar: LSTMScalar>(
  _ seed: UInt64, weights: Double = 1, activations: Bool = true
) throws -> LSTMProblem<Scalar> {
  var stream = TestStream(seed)
  let (steps, batch, inputSize, units) = (
    1 + stream.below(7), 1 + stream.below(3), 1 + stream.below(9), 1 + stream.below(9)
  )
  func tensor(_ shape: [Int], _ scale: Double) throws -> Tensor<Scalar> {
    try Tensor(shape: shape, elements: (0..<shape.reduce(1, *)).map { _ in Scalar(stream.number(scale)) })
  }
  var options = LSTMOptions()
  options.layout = AxisLayout.allCases[stream.below(2)]
  options.goBackwards = stream.below(2) == 0
  options.outputOrder = OutputOrder.allCases[stream.below(2)]
  options.zeroOutputForMask = stream.below(2) == 0
  if activations, stream.below(3) == 0 {
    options.tanhActivation = Activation.allCases[stream.below(6)]
    options.sigmoidActivation = Activation.allCases[stream.below(6)]
  }
  let leading = options.layout == .timeMajor ? [steps, batch] : [batch, steps]
  let mask: Tensor<Bool>? =
    stream.below(3) == 0
    ? nil : try Tensor(shape: leading, elements: (0..<steps * batch).map { _ in stream.below(4) > 0 })
  return try LSTMProblem(
    input: tensor(leading + [inputSize], 2), initialH: tensor([batch, units], 1), initialC: tensor([batch, units], 2),
    inputKernel: tensor([inputSize, 4 * units], weights), hiddenKernel: tensor([units, 4 * units], weights),
    bias: stream.below(4) == 0 ? nil : tensor([4 * units], 1), mask: mask, options: options)
}
