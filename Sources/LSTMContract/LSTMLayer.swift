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
    for (name, kernel, expected) in [
      ("input_kernel", inputKernel, "[I, 4H]"), ("hidden_kernel", hiddenKernel, "[H, 4H]"),
    ] where kernel.shape.count != 2 {
      throw .wrongRank(array: name, found: kernel.shape, expected: expected)
    }
    let shape = try LSTMShape(timeSteps: 0, batch: 0, inputSize: inputKernel.shape[0], units: hiddenKernel.shape[0])
    try expect("input_kernel", inputKernel, [shape.inputSize, 4 * shape.units])
    try expect("hidden_kernel", hiddenKernel, [shape.units, 4 * shape.units])
    if let bias { try expect("bias", bias, [4 * shape.units]) }
    self.inputKernel = inputKernel
    self.hiddenKernel = hiddenKernel
    self.bias = bias
  }

  /// The parameters of a problem.
  public init(_ problem: LSTMProblem<Scalar>) {
    inputKernel = problem.inputKernel
    hiddenKernel = problem.hiddenKernel
    bias = problem.bias
  }
}

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

  /// Takes the sizes from `input` and `initialH` and checks every array against them.
  ///
  /// - Throws: `LSTMProblemError`, which names the array, the shape found and the shape expected.
  public init(
    input: Tensor<Scalar>, initialH: Tensor<Scalar>, initialC: Tensor<Scalar>, mask: Tensor<Bool>? = nil,
    options: LSTMOptions = LSTMOptions()
  ) throws(LSTMProblemError) {
    let timeMajor = options.layout == .timeMajor
    guard input.shape.count == 3 else {
      throw .wrongRank(array: "input", found: input.shape, expected: timeMajor ? "[T, B, I]" : "[B, T, I]")
    }
    guard initialH.shape.count == 2 else {
      throw .wrongRank(array: "initial_h", found: initialH.shape, expected: "[B, H]")
    }
    let leading = [input.shape[0], input.shape[1]]
    shape = try LSTMShape(
      timeSteps: leading[timeMajor ? 0 : 1], batch: leading[timeMajor ? 1 : 0], inputSize: input.shape[2],
      units: initialH.shape[1])
    try expect("initial_h", initialH, [shape.batch, shape.units])
    try expect("initial_c", initialC, [shape.batch, shape.units])
    if let mask { try expect("mask", mask, leading) }
    self.options = options
    self.input = input
    self.initialH = initialH
    self.initialC = initialC
    self.mask = mask
  }

  /// The sequences of a problem.
  public init(_ problem: LSTMProblem<Scalar>) {
    shape = problem.shape
    options = problem.options
    input = problem.input
    initialH = problem.initialH
    initialC = problem.initialC
    mask = problem.mask
  }
}

/// - Throws: `LSTMProblemError.wrongShape` where the array's shape is not the expected one.
private func expect<Element>(
  _ name: String, _ array: Tensor<Element>, _ expected: [Int]
) throws(LSTMProblemError) {
  guard array.shape == expected else { throw .wrongShape(array: name, found: array.shape, expected: expected) }
}

/// One layer made ready for many calls: what can be done with the parameters alone is done once.
///
/// A layer is a value. A copy gives the same bits as the original, and copies may run at the same time. A call may keep
/// memory for the next one, which is why it mutates; no result depends on the calls before it.
public protocol LSTMLayer<Scalar>: Sendable {
  /// The scalar type in which it stores its arrays.
  associatedtype Scalar: LSTMScalar

  /// I, the number of input features that it takes.
  var inputSize: Int { get }

  /// H, the number of its units.
  var units: Int { get }

  /// Writes every element of `answer`, whose arrays have the sizes of the sequences and any content: the bits that the
  /// backend's `run` gives to the problem of these sequences and the layer's parameters.
  ///
  /// - Throws: `LSTMProblemError` where the sequences have other sizes than the layer, or the answer other sizes than
  ///   the sequences; and what the backend throws.
  mutating func run(_ sequences: LSTMSequences<Scalar>, into answer: inout LSTMAnswer<Scalar>) throws
}

extension LSTMLayer {
  /// - Throws: `LSTMProblemError` where a call's arrays do not fit the layer or each other.
  public func check(
    _ sequences: LSTMSequences<Scalar>, against answer: LSTMAnswer<Scalar>
  ) throws(LSTMProblemError) {
    let shape = sequences.shape
    guard shape.inputSize == inputSize else {
      throw .wrongShape(
        array: "input", found: sequences.input.shape, expected: Array(sequences.input.shape.prefix(2)) + [inputSize])
    }
    guard shape.units == units else {
      throw .wrongShape(array: "initial_h", found: sequences.initialH.shape, expected: [shape.batch, units])
    }
    let states = shape.batch * units
    guard answer.lastOutput.count == states, answer.finalH.count == states, answer.finalC.count == states else {
      throw .wrongCount(array: "states of the answer", found: answer.finalH.count, shape: [shape.batch, units])
    }
    guard answer.outputs.count == shape.timeSteps * states else {
      throw .wrongCount(
        array: "outputs", found: answer.outputs.count, shape: [shape.timeSteps, shape.batch, units])
    }
  }
}

/// A backend that prepares layers.
public protocol LSTMLayerBackend<Scalar>: LSTMBackend {
  /// A layer with these parameters.
  ///
  /// - Throws: what keeps the backend from preparing it.
  func makeLayer(_ parameters: LSTMParameters<Scalar>) throws -> any LSTMLayer<Scalar>
}

extension LSTMAnswer {
  /// An answer to sequences, of the right sizes and with every element set to `value`.
  public init(to sequences: LSTMSequences<Scalar>, filledWith value: Scalar = .nan) {
    shape = sequences.shape
    layout = sequences.options.layout
    lastOutput = Array(repeating: value, count: shape.batch * shape.units)
    outputs = Array(repeating: value, count: shape.timeSteps * shape.batch * shape.units)
    finalH = lastOutput
    finalC = lastOutput
    runtime = ""
  }
}
