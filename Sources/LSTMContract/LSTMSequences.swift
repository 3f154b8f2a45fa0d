/// What one call of a layer is given beside the layer's parameters: a batch of sequences and their first states.
public struct LSTMSequences<Scalar: LSTMScalar>: Sendable, Equatable {
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
  /// [T, B] or [B, T], as the layout says; true where the step counts. None: every step counts.
  public let mask: Tensor<Bool>?

  /// Takes the sizes from `input` and `initialC` and checks every array against them.
  ///
  /// - Throws: `LSTMProblemError`, which names the array, the shape found and the shape expected.
  public init(
    input: Tensor<Scalar>, initialH: Tensor<Scalar>, initialC: Tensor<Scalar>, mask: Tensor<Bool>? = nil,
    options: LSTMOptions = LSTMOptions()
  ) throws(LSTMProblemError) {
    guard initialC.shape.count == 2 else {
      throw .wrongRank(array: "initial_c", found: initialC.shape, expected: "[B, H]")
    }
    try self.init(
      input: input, initialH: initialH, initialC: initialC, mask: mask, options: options, units: initialC.shape[1])
  }

  /// - Parameter units: H, as the parameters have it.
  /// - Throws: `LSTMProblemError`, which names the array, the shape found and the shape expected.
  init(
    input: Tensor<Scalar>, initialH: Tensor<Scalar>, initialC: Tensor<Scalar>, mask: Tensor<Bool>?,
    options: LSTMOptions, units: Int
  ) throws(LSTMProblemError) {
    let shape = try Self.shape(of: input, layout: options.layout, units: units)
    try initialH.require(shape: [shape.batch, shape.outputSize], named: "initial_h")
    try initialC.require(shape: [shape.batch, shape.units], named: "initial_c")
    let leading = options.layout.leadingShape(of: shape)
    if let mask, mask.shape != leading {
      guard mask.shape == leading.reversed() else {
        throw .wrongShape(array: "mask", found: mask.shape, expected: leading)
      }
      throw .wrongMaskLayout(found: mask.shape, expected: leading)
    }
    self.init(
      unchecked: shape, options: options, input: input, initialH: initialH, initialC: initialC, mask: mask)
  }

  init(
    unchecked shape: LSTMShape, options: LSTMOptions, input: Tensor<Scalar>, initialH: Tensor<Scalar>,
    initialC: Tensor<Scalar>, mask: Tensor<Bool>?
  ) {
    self.shape = shape
    self.options = options
    self.input = input
    self.initialH = initialH
    self.initialC = initialC
    self.mask = mask
  }

  /// The sizes of a call with this input.
  ///
  /// - Throws: `LSTMProblemError` where the input has another rank than 3, or a size is none of a problem.
  static func shape(
    of input: Tensor<Scalar>, layout: AxisLayout, units: Int
  ) throws(LSTMProblemError) -> LSTMShape {
    let isTimeMajor = layout == .timeMajor
    guard input.shape.count == 3 else {
      throw .wrongRank(array: "input", found: input.shape, expected: isTimeMajor ? "[T, B, I]" : "[B, T, I]")
    }
    return try LSTMShape(
      timeSteps: input.shape[isTimeMajor ? 0 : 1], batch: input.shape[isTimeMajor ? 1 : 0],
      inputSize: input.shape[2], units: units)
  }
}

extension LSTMSequences {
  /// Other sequences of the same sizes: x, h0 and c0 are negated.
  var negated: LSTMSequences {
    LSTMSequences(
      unchecked: shape, options: options, input: input.map { -$0 }, initialH: initialH.map { -$0 },
      initialC: initialC.map { -$0 }, mask: mask)
  }

  /// The same sequences with every value converted; exact from `Float` to `Double`.
  @specialized(where Scalar == Float, Other == Double)
  @specialized(where Scalar == Double, Other == Double)
  public func converted<Other: LSTMScalar>(to type: Other.Type = Other.self) -> LSTMSequences<Other> {
    LSTMSequences<Other>(
      unchecked: shape, options: options, input: input.map { Other($0) }, initialH: initialH.map { Other($0) },
      initialC: initialC.map { Other($0) }, mask: mask)
  }
}
