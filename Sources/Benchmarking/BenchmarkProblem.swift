internal import LSTMContract

/// A time-major problem of noise without masks; another seed gives other weights and data.
///
/// Kernels are scaled so that pre-activations are of the order of 1, where activations neither saturate nor vanish.
func benchmarkProblem<Scalar: LSTMScalar>(
  _ shape: LSTMShape, seed: UInt64, of type: Scalar.Type
) throws -> LSTMProblem<Scalar> {
  var state = seed &* 0x9E37_79B9_7F4A_7C15
  func tensor(_ sizes: [Int], scale: Double) throws -> Tensor<Scalar> {
    let elements = (0..<sizes.reduce(1, *)).map { _ in
      // The output function of SplitMix64.
      state &+= 0x9E37_79B9_7F4A_7C15
      var word = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
      return Scalar(Double(Int64(bitPattern: word ^ (word >> 31))) * 0x1p-63 * scale)
    }
    return try Tensor(shape: sizes, elements: elements)
  }
  let columns = shape.gateColumns
  return try LSTMProblem(
    input: tensor([shape.timeSteps, shape.batch, shape.inputSize], scale: 1),
    initialH: tensor([shape.batch, shape.units], scale: 1), initialC: tensor([shape.batch, shape.units], scale: 1),
    inputKernel: tensor([shape.inputSize, columns], scale: 2 / Double(shape.inputSize).squareRoot()),
    hiddenKernel: tensor([shape.units, columns], scale: 2 / Double(shape.units).squareRoot()),
    bias: tensor([columns], scale: 0.5), options: LSTMOptions(layout: .timeMajor))
}

extension LSTMShape {
  /// Multiplications and additions of the two products.
  var operations: Double { inputOperations + stateOperations }

  private var inputOperations: Double { 8 * Double(timeSteps * batch) * Double(inputSize * units) }
  private var stateOperations: Double { 8 * Double(timeSteps * batch) * Double(units * units) }

  /// Seconds in which one core can at best read K once and R in every step.
  func readingFloor(_ scalar: ScalarKind, weightSets: Int, _ limits: MachineLimits) -> Double {
    let reading = Reading(self, scalar, weightSets, limits)
    return reading.ofInputKernel + reading.ofHiddenKernel
  }

  /// Seconds below which one core cannot come: the products with x and those with h one after the other, each limited by
  /// its arithmetic or by the reading of its weights.
  func floor(_ scalar: ScalarKind, weightSets: Int, _ limits: MachineLimits) -> Double {
    let reading = Reading(self, scalar, weightSets, limits)
    return max(inputOperations / (limits.arithmetic * 1e9), reading.ofInputKernel)
      + max(stateOperations / (limits.arithmetic * 1e9), reading.ofHiddenKernel)
  }
}

/// Seconds that reading takes at best. A call finds its weights where all sets of weights lie together, for the calls
/// before it used the others; what it reads again lies where R alone fits.
private struct Reading {
  let ofInputKernel, ofHiddenKernel: Double

  init(_ shape: LSTMShape, _ scalar: ScalarKind, _ weightSets: Int, _ limits: MachineLimits) {
    let rowBytes = shape.gateColumns * (scalar == .float ? 4 : 8)
    let (inputBytes, hiddenBytes) = (shape.inputSize * rowBytes, shape.units * rowBytes)
    let first = limits.readingRate(ofBytes: weightSets * (inputBytes + hiddenBytes)) * 1e9
    let again = limits.readingRate(ofBytes: hiddenBytes) * 1e9
    ofInputKernel = Double(inputBytes) / first
    ofHiddenKernel =
      Double(min(shape.timeSteps, 1) * hiddenBytes) / first
      + Double(max(shape.timeSteps - 1, 0)) * Double(hiddenBytes) / again
  }
}
