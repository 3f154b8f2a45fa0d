/// Everything that determines the answer of one LSTM layer over one batch of sequences.
///
/// A problem is validated once, when it is made: every array has the shape that the sizes ask for, so nothing
/// downstream checks again. Gates are packed i, f, j, o along the last axis of the kernels and the bias.
public struct LSTMProblem<Scalar: LSTMScalar>: Sendable, Equatable {
  /// K, R and b.
  public let parameters: LSTMParameters<Scalar>
  /// x, h0, c0, the mask and the options.
  public let sequences: LSTMSequences<Scalar>

  /// - Throws: `LSTMProblemError` where the parameters are those of other sizes than the sequences have.
  public init(
    parameters: LSTMParameters<Scalar>, sequences: LSTMSequences<Scalar>
  ) throws(LSTMProblemError) {
    try parameters.requireFit(sequences.shape)
    self.init(unchecked: parameters, sequences)
  }

  /// Takes the sizes from `input` and `hiddenKernel` and checks every array against them.
  ///
  /// - Throws: `LSTMProblemError`, which names the array, the shape found and the shape expected.
  public init(
    input: Tensor<Scalar>, initialH: Tensor<Scalar>, initialC: Tensor<Scalar>, inputKernel: Tensor<Scalar>,
    hiddenKernel: Tensor<Scalar>, bias: Tensor<Scalar>? = nil, mask: Tensor<Bool>? = nil,
    options: LSTMOptions = LSTMOptions()
  ) throws(LSTMProblemError) {
    let parameters = LSTMParameters(unchecked: inputKernel, hiddenKernel, bias)
    let units = try LSTMParameters.units(of: hiddenKernel)
    try parameters.requireFit(LSTMSequences.shape(of: input, layout: options.layout, units: units))
    self.init(
      unchecked: parameters,
      try LSTMSequences(
        input: input, initialH: initialH, initialC: initialC, mask: mask, options: options, units: units))
  }

  private init(unchecked parameters: LSTMParameters<Scalar>, _ sequences: LSTMSequences<Scalar>) {
    self.parameters = parameters
    self.sequences = sequences
  }
}

extension LSTMProblem {
  /// T, B, I and H.
  @inlinable public var shape: LSTMShape { sequences.shape }
  /// Layout, direction, output rules and activations.
  @inlinable public var options: LSTMOptions { sequences.options }
  /// x: [T, B, I] or [B, T, I], as the layout says.
  @inlinable public var input: Tensor<Scalar> { sequences.input }
  /// h0: [B, H].
  @inlinable public var initialH: Tensor<Scalar> { sequences.initialH }
  /// c0: [B, H].
  @inlinable public var initialC: Tensor<Scalar> { sequences.initialC }
  /// K: [I, 4H].
  @inlinable public var inputKernel: Tensor<Scalar> { parameters.inputKernel }
  /// R: [H, 4H].
  @inlinable public var hiddenKernel: Tensor<Scalar> { parameters.hiddenKernel }
  /// b: [4H], or none.
  @inlinable public var bias: Tensor<Scalar>? { parameters.bias }
  /// [T, B] or [B, T], as the layout says; true where the step counts. None: every step counts.
  @inlinable public var mask: Tensor<Bool>? { sequences.mask }
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
  public var negated: LSTMProblem { LSTMProblem(unchecked: parameters, sequences.negated) }

  /// The same problem with every value converted; exact from `Float` to `Double`.
  @specialized(where Scalar == Float, Other == Double)
  @specialized(where Scalar == Double, Other == Double)
  public func converted<Other: LSTMScalar>(to type: Other.Type = Other.self) -> LSTMProblem<Other> {
    LSTMProblem<Other>(unchecked: parameters.converted(), sequences.converted())
  }
}
