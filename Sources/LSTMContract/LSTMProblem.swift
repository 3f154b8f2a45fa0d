/// Everything that determines the answer of one LSTM layer over one batch of sequences.
///
/// A problem is validated once, when it is made: every array has the shape that the sizes ask for, so nothing
/// downstream checks again. Gates are packed i, f, j, o along the last axis of the kernels and the bias.
public struct LSTMProblem<Scalar: LSTMScalar>: Sendable, Equatable {
  /// T, B, I and H.
  public let shape: LSTMShape
  /// Layout, direction, output rules and activations.
  public let options: LSTMOptions
  /// x: [T, B, I] or [B, T, I], as the layout says.
  public let input: Tensor<Scalar>
  /// h0: [B, H].
  public let initialH: Tensor<Scalar>
  /// c0: [B, H].
  public let initialC: Tensor<Scalar>
  /// K: [I, 4H].
  public let inputKernel: Tensor<Scalar>
  /// R: [H, 4H].
  public let hiddenKernel: Tensor<Scalar>
  /// b: [4H], or none.
  public let bias: Tensor<Scalar>?
  /// [T, B] or [B, T], as the layout says; true where the step counts. None: every step counts.
  public let mask: Tensor<Bool>?

  /// Takes the sizes from `input` and `hiddenKernel` and checks every array against them.
  ///
  /// - Throws: `LSTMProblemError`, which names the array, the shape found and the shape expected.
  public init(
    input: Tensor<Scalar>, initialH: Tensor<Scalar>, initialC: Tensor<Scalar>, inputKernel: Tensor<Scalar>,
    hiddenKernel: Tensor<Scalar>, bias: Tensor<Scalar>? = nil, mask: Tensor<Bool>? = nil,
    options: LSTMOptions = LSTMOptions()
  ) throws(LSTMProblemError) {
    let timeMajor = options.layout == .timeMajor
    guard input.shape.count == 3 else {
      throw .wrongRank(array: "input", found: input.shape, expected: timeMajor ? "[T, B, I]" : "[B, T, I]")
    }
    guard hiddenKernel.shape.count == 2 else {
      throw .wrongRank(array: "hidden_kernel", found: hiddenKernel.shape, expected: "[H, 4H]")
    }
    let leading = [input.shape[0], input.shape[1]]
    let batch = leading[timeMajor ? 1 : 0]
    let units = hiddenKernel.shape[0]
    self.shape = try LSTMShape(
      timeSteps: leading[timeMajor ? 0 : 1], batch: batch, inputSize: input.shape[2], units: units)
    try expect("hidden_kernel", hiddenKernel, [units, 4 * units])
    try expect("input_kernel", inputKernel, [input.shape[2], 4 * units])
    try expect("initial_h", initialH, [batch, units])
    try expect("initial_c", initialC, [batch, units])
    if let bias { try expect("bias", bias, [4 * units]) }
    if let mask, mask.shape != leading {
      guard mask.shape == leading.reversed() else {
        throw .wrongShape(array: "mask", found: mask.shape, expected: leading)
      }
      throw .wrongMaskLayout(found: mask.shape, expected: leading)
    }
    self.options = options
    self.input = input
    self.initialH = initialH
    self.initialC = initialC
    self.inputKernel = inputKernel
    self.hiddenKernel = hiddenKernel
    self.bias = bias
    self.mask = mask
  }
}

/// - Throws: `LSTMProblemError.wrongShape` where the array's shape is not the expected one.
private func expect<Element>(
  _ name: String, _ array: Tensor<Element>, _ expected: [Int]
) throws(LSTMProblemError) {
  guard array.shape == expected else { throw .wrongShape(array: name, found: array.shape, expected: expected) }
}

extension LSTMProblem {
  /// The same problem with some parts replaced.
  ///
  /// - Throws: `LSTMProblemError` where a replacement does not fit.
  public func replacing(
    input: Tensor<Scalar>? = nil, initialH: Tensor<Scalar>? = nil, initialC: Tensor<Scalar>? = nil,
    inputKernel: Tensor<Scalar>? = nil, hiddenKernel: Tensor<Scalar>? = nil, bias: Tensor<Scalar>?? = nil,
    mask: Tensor<Bool>?? = nil, options: LSTMOptions? = nil
  ) throws(LSTMProblemError) -> LSTMProblem {
    try LSTMProblem(
      input: input ?? self.input, initialH: initialH ?? self.initialH, initialC: initialC ?? self.initialC,
      inputKernel: inputKernel ?? self.inputKernel, hiddenKernel: hiddenKernel ?? self.hiddenKernel,
      bias: bias ?? self.bias, mask: mask ?? self.mask, options: options ?? self.options)
  }

  /// Another problem with the same sizes, weights and options: x, h0 and c0 are negated.
  public var negated: LSTMProblem {
    LSTMProblem(
      shape: shape, options: options, input: input.map { -$0 }, initialH: initialH.map { -$0 },
      initialC: initialC.map { -$0 }, inputKernel: inputKernel, hiddenKernel: hiddenKernel, bias: bias, mask: mask)
  }

  /// The same problem with every value converted; exact from `Float` to `Double`.
  @specialized(where Scalar == Float, Other == Double)
  @specialized(where Scalar == Double, Other == Double)
  public func converted<Other: LSTMScalar>(to type: Other.Type = Other.self) -> LSTMProblem<Other> {
    LSTMProblem<Other>(
      shape: shape, options: options, input: input.map { Other($0) }, initialH: initialH.map { Other($0) },
      initialC: initialC.map { Other($0) }, inputKernel: inputKernel.map { Other($0) },
      hiddenKernel: hiddenKernel.map { Other($0) }, bias: bias?.map { Other($0) }, mask: mask)
  }

  private init(
    shape: LSTMShape, options: LSTMOptions, input: Tensor<Scalar>, initialH: Tensor<Scalar>,
    initialC: Tensor<Scalar>, inputKernel: Tensor<Scalar>, hiddenKernel: Tensor<Scalar>, bias: Tensor<Scalar>?,
    mask: Tensor<Bool>?
  ) {
    self.shape = shape
    self.options = options
    self.input = input
    self.initialH = initialH
    self.initialC = initialC
    self.inputKernel = inputKernel
    self.hiddenKernel = hiddenKernel
    self.bias = bias
    self.mask = mask
  }
}
