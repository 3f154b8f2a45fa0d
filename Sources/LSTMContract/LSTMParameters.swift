/// The parameters of one LSTM layer: what stays the same from call to call.
///
/// Gates are packed i, f, j, o along the last axis.
public struct LSTMParameters<Scalar: LSTMScalar>: Sendable, Equatable {
  /// K: [I, 4H].
  public let inputKernel: Tensor<Scalar>
  /// R: [H, 4H].
  public let hiddenKernel: Tensor<Scalar>
  /// b: [4H], or none.
  public let bias: Tensor<Scalar>?

  /// I, the number of input features.
  public var inputSize: Int { inputKernel.shape[0] }
  /// H, the number of units.
  public var units: Int { hiddenKernel.shape[0] }

  /// - Throws: `LSTMProblemError` where the arrays do not fit one another; it names the array and the shapes.
  public init(
    inputKernel: Tensor<Scalar>, hiddenKernel: Tensor<Scalar>, bias: Tensor<Scalar>? = nil
  ) throws(LSTMProblemError) {
    guard inputKernel.shape.count == 2 else {
      throw .wrongRank(array: "input_kernel", found: inputKernel.shape, expected: "[I, 4H]")
    }
    self.init(unchecked: inputKernel, hiddenKernel, bias)
    try requireFit(
      LSTMShape(timeSteps: 0, batch: 0, inputSize: inputSize, units: Self.units(of: hiddenKernel)))
  }

  init(unchecked inputKernel: Tensor<Scalar>, _ hiddenKernel: Tensor<Scalar>, _ bias: Tensor<Scalar>?) {
    self.inputKernel = inputKernel
    self.hiddenKernel = hiddenKernel
    self.bias = bias
  }

  /// - Throws: `LSTMProblemError` where an array has another shape than these sizes ask for.
  func requireFit(_ shape: LSTMShape) throws(LSTMProblemError) {
    try hiddenKernel.require(shape: [shape.outputSize, shape.gateColumns], named: "hidden_kernel")
    try inputKernel.require(shape: [shape.inputSize, shape.gateColumns], named: "input_kernel")
    try bias?.require(shape: [shape.gateColumns], named: "bias")
  }

  /// H, as R has it.
  ///
  /// - Throws: `LSTMProblemError` where R has another rank than 2.
  static func units(of hiddenKernel: Tensor<Scalar>) throws(LSTMProblemError) -> Int {
    guard hiddenKernel.shape.count == 2 else {
      throw .wrongRank(array: "hidden_kernel", found: hiddenKernel.shape, expected: "[H, 4H]")
    }
    return hiddenKernel.shape[0]
  }
}

extension LSTMParameters {
  /// The same parameters with every value converted; exact from `Float` to `Double`.
  @specialized(where Scalar == Float, Other == Double)
  @specialized(where Scalar == Double, Other == Double)
  public func converted<Other: LSTMScalar>(to type: Other.Type = Other.self) -> LSTMParameters<Other> {
    LSTMParameters<Other>(
      unchecked: inputKernel.map { Other($0) }, hiddenKernel.map { Other($0) }, bias?.map { Other($0) })
  }
}
