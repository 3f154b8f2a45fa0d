import LSTMContract

/// Random problems with weights of `scale` / sqrt(H), every option drawn; a plain one has the standard activations.
enum LongProblem {
  static func drawn<Scalar: LSTMScalar>(
    _ stream: inout TestStream, steps: Int, units: Int, scale: Double, isPlain: Bool, as type: Scalar.Type = Scalar.self
  ) throws -> LSTMProblem<Scalar> {
    let (batch, inputs) = (1 + stream.below(2), 1 + stream.below(16))
    func tensor(_ shape: [Int], _ scale: Double) throws -> Tensor<Scalar> {
      try Tensor(shape: shape, elements: (0..<shape.reduce(1, *)).map { _ in Scalar(stream.number(scale)) })
    }
    var options = LSTMOptions()
    options.layout = .timeMajor
    options.goBackwards = stream.below(2) == 0
    options.outputOrder = OutputOrder.allCases[stream.below(2)]
    options.zeroOutputForMask = stream.below(2) == 0
    if !isPlain {
      options.tanhActivation = Activation.allCases[stream.below(6)]
      options.sigmoidActivation = Activation.allCases[stream.below(6)]
    }
    let mask: Tensor<Bool>? =
      stream.below(3) > 0
      ? nil : try Tensor(shape: [steps, batch], elements: (0..<steps * batch).map { _ in stream.below(4) > 0 })
    let size = scale / Double(units).squareRoot()
    return try LSTMProblem(
      input: tensor([steps, batch, inputs], 1), initialH: tensor([batch, units], 1),
      initialC: tensor([batch, units], 1), inputKernel: tensor([inputs, 4 * units], size),
      hiddenKernel: tensor([units, 4 * units], size), bias: tensor([4 * units], size), mask: mask, options: options)
  }
}
