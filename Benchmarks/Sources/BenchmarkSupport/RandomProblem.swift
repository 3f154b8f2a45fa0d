public import LSTMContract

/// A time-major problem with noise in every array and no masks; another seed gives other weights and data.
///
/// Kernels are scaled so that pre-activations are of the order of 1, where activations neither saturate nor vanish.
///
/// - Throws: `LSTMProblemError` where an array of this shape is too large.
public func randomProblem<Scalar: LSTMScalar>(
  _ shape: LSTMShape, seed: UInt64, of type: Scalar.Type = Scalar.self
) throws(LSTMProblemError) -> LSTMProblem<Scalar> {
  var random = SplitMix64(seed: seed)
  func tensor(_ sizes: [Int], scale: Double) throws(LSTMProblemError) -> Tensor<Scalar> {
    let elements = (0..<sizes.reduce(1, *)).map { _ in Scalar(Double.random(in: -scale...scale, using: &random)) }
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

/// The generator of Steele, Lea and Flood (2014).
private struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0xD1B5_4A32_D192_ED03 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
