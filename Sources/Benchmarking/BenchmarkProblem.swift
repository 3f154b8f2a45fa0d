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
  let columns = 4 * shape.units
  return try LSTMProblem(
    input: tensor([shape.timeSteps, shape.batch, shape.inputSize], scale: 1),
    initialH: tensor([shape.batch, shape.units], scale: 1), initialC: tensor([shape.batch, shape.units], scale: 1),
    inputKernel: tensor([shape.inputSize, columns], scale: 2 / Double(shape.inputSize).squareRoot()),
    hiddenKernel: tensor([shape.units, columns], scale: 2 / Double(shape.units).squareRoot()),
    bias: tensor([columns], scale: 0.5), options: LSTMOptions(layout: .timeMajor))
}

extension LSTMShape {
  /// Multiplications and additions of the two products.
  var operations: Double {
    2 * Double(timeSteps * batch) * Double(inputSize + units) * Double(4 * units)
  }

  /// Bytes of weights that must be read: R in every step, K once.
  func weightBytes(_ scalarSize: Int) -> Double {
    Double(4 * units) * (Double(timeSteps) * Double(units) + Double(inputSize)) * Double(scalarSize)
  }

  /// Seconds in which the weights can be read at best: each kernel as fast as its own size lets it be read again.
  func readingFloor(_ scalarSize: Int, _ limits: MachineLimits) -> Double {
    func floor(depth: Int, times: Int) -> Double {
      let bytes = depth * 4 * units * scalarSize
      return Double(bytes * times) / (limits.readingRate(ofBytes: bytes) * 1e9)
    }
    return floor(depth: units, times: timeSteps) + floor(depth: inputSize, times: 1)
  }
}
