import LSTMContract

/// A random problem of given sizes, its weights small enough that gates stay open.
///
/// - Parameters:
///   - hasGaps: whether steps are masked, more in some rows than in others.
///   - changed: what is done to the values of x, h0, c0, K, R and b, by the name of the array.
func largeProblem<Scalar: LSTMScalar>(
  _ steps: Int, _ batch: Int, _ inputSize: Int, _ units: Int, hasGaps: Bool = false, seed: UInt64 = 9,
  options: LSTMOptions = LSTMOptions(), changed: (String, inout [Scalar]) -> Void = { _, _ in }
) throws -> LSTMProblem<Scalar> {
  var stream = TestStream(seed)
  func tensor(_ name: String, _ shape: [Int], _ scale: Double) throws -> Tensor<Scalar> {
    var values = (0..<shape.reduce(1, *)).map { _ in Scalar(stream.number(scale)) }
    changed(name, &values)
    return try Tensor(shape: shape, elements: values)
  }
  let scale = 1 / Double(max(units, inputSize)).squareRoot()
  let leading = options.layout == .timeMajor ? [steps, batch] : [batch, steps]
  return try LSTMProblem(
    input: tensor("x", leading + [inputSize], 1), initialH: tensor("h0", [batch, units], 1),
    initialC: tensor("c0", [batch, units], 1), inputKernel: tensor("K", [inputSize, 4 * units], scale),
    hiddenKernel: tensor("R", [units, 4 * units], scale), bias: tensor("b", [4 * units], 1),
    mask: hasGaps
      ? Tensor(shape: leading, elements: (0..<steps * batch).map { place in stream.below(2 + place % 5) > 0 }) : nil,
    options: options)
}
