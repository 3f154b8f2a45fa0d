import LSTMContract
import SIMDBackend

/// The instruction sets that this processor can run: what the tests are stamped on.
let supportedSets = InstructionSet.allCases.filter(\.isSupported)

/// Values in [-1, 1) from a counter: the same index gives the same value.
func noise(_ index: Int, _ stream: Int) -> Double {
  var bits = (UInt64(truncatingIfNeeded: index) &+ UInt64(truncatingIfNeeded: stream) << 40) &* 0x9E37_79B9_7F4A_7C15
  bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
  bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
  return Double(Int64(bitPattern: bits ^ (bits >> 31))) * 0x1p-63
}

/// Noise in an array of this shape: `scale` times values that are multiples of `grid`, or any values without one.
func tensor<Scalar: LSTMScalar>(
  _ shape: [Int], stream: Int, scale: Double = 1, grid: Double? = nil
) throws -> Tensor<Scalar> {
  try Tensor(
    shape: shape,
    elements: (0..<shape.reduce(1, *)).map { index in
      let value = noise(index, stream) * scale
      return Scalar(grid.map { (value / $0).rounded() * $0 } ?? value)
    })
}

/// A problem of these sizes filled with noise.
///
/// - Parameter exact: x, h0 and the kernels are short, so that every partial sum of every order is representable.
func problem<Scalar: LSTMScalar>(
  _ timeSteps: Int, _ batch: Int, _ inputSize: Int, _ units: Int, exact: Bool = false, bias: Bool = true,
  masked: Bool = false, options: LSTMOptions = LSTMOptions(), of type: Scalar.Type = Scalar.self
) throws -> LSTMProblem<Scalar> {
  let leading = options.layout == .timeMajor ? [timeSteps, batch] : [batch, timeSteps]
  let grid = exact ? 0x1p-4 : nil
  return try LSTMProblem(
    input: tensor(leading + [inputSize], stream: 1, grid: grid),
    initialH: tensor([batch, units], stream: 2, grid: grid), initialC: tensor([batch, units], stream: 3),
    inputKernel: tensor([inputSize, 4 * units], stream: 4, scale: 0.5, grid: grid),
    hiddenKernel: tensor([units, 4 * units], stream: 5, scale: 0.5, grid: grid),
    bias: bias ? tensor([4 * units], stream: 6, grid: grid) : nil,
    mask: masked
      ? Tensor(shape: leading, elements: (0..<timeSteps * batch).map { noise($0, 7) > -0.2 }) : nil,
    options: options)
}

/// Every combination of layout, direction, output order and masked-output rule.
let everyOption: [LSTMOptions] = AxisLayout.allCases.flatMap { layout in
  [false, true].flatMap { backwards in
    OutputOrder.allCases.flatMap { order in
      [false, true].map { zero in
        LSTMOptions(layout: layout, goBackwards: backwards, outputOrder: order, zeroOutputForMask: zero)
      }
    }
  }
}

extension LSTMAnswer {
  /// The bit patterns of all four arrays.
  var allBits: [UInt64] { AnswerPart.allCases.flatMap { self[$0].map(\.bits) } }
}
