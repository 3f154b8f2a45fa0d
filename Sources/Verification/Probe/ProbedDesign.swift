internal import LSTMContract

/// How a place is brought into view by a problem with R = 0, whose pre-activations are exactly the bias, or the bias and
/// one weight.
struct ProbedDesign {
  /// Whether c0 is not 0; where a subject refuses an initial state, steps before the last one lead to the same c.
  var startsFromState: Bool
  var layout: AxisLayout

  static let all: [ProbedDesign] = [
    ProbedDesign(startsFromState: true, layout: .batchMajor), ProbedDesign(startsFromState: false, layout: .batchMajor),
    ProbedDesign(startsFromState: true, layout: .timeMajor), ProbedDesign(startsFromState: false, layout: .timeMajor),
  ]

  /// Here both functions have reached 1 in every format.
  private static var saturated: Double { 100 }
  /// So many steps of c = c + 1 saturate tanh(c) in double.
  private static var stepsToSaturation: Int { 20 }

  /// The problem in which the last step shows the function of `inputs`, one for each unit, at a place.
  ///
  /// - Throws: `LSTMProblemError` where a shape is impossible.
  func problem<Scalar: LSTMScalar>(
    _ place: ProbedPlace, _ shape: ProbedShape, _ inputs: [Scalar]
  ) throws -> LSTMProblem<Scalar> {
    let (units, open) = (shape.units, Scalar(Self.saturated))
    var steps = shape.timeSteps
    // By gate, in the order of the kernels.
    var bias = [[Scalar]](repeating: [Scalar](repeating: 0, count: units), count: 4)
    var weight = bias
    let all = { (value: Scalar) in [Scalar](repeating: value, count: units) }
    var initialC = all(0)
    // A closed input gate keeps out a tanh(0) that is not 0. The step at which x is 1; it is 0 at all others.
    var lit = steps - 1
    switch place {
    case .inputGate:
      // c = i·1, from c = 0.
      (bias[0], weight[2]) = (inputs, all(open))
    case .forgetGate where startsFromState && steps == 1:
      // c = f·1 + i·0.
      (bias[0], bias[1], initialC) = (all(-open), inputs, all(1))
    case .forgetGate:
      // c = 1 after the step before the last one, and then f·1 + 1·0.
      steps = max(steps, 2)
      lit = steps - 2
      (bias[0], bias[1], weight[2]) = (all(open), inputs, all(open))
    case .outputGate where startsFromState:
      // h = o·tanh(100).
      (bias[0], bias[1], bias[3], initialC) = (all(-open), all(open), inputs, all(open))
    case .outputGate:
      steps = max(steps, Self.stepsToSaturation)
      (bias[0], bias[1], bias[2], bias[3]) = (all(open), all(open), all(open), inputs)
    case .candidate where steps == 1:
      (bias[0], bias[2]) = (all(open), inputs)
    case .candidate:
      (bias[0], weight[2]) = (all(open), inputs)
    case .cellActivation where startsFromState:
      // h = 1·tanh(c0).
      (bias[0], bias[1], bias[3], initialC) = (all(-open), all(open), all(open), inputs)
    case .cellActivation:
      // c is what the subject says that it is.
      steps = max(steps, Self.stepsToSaturation)
      (bias[0], bias[1], bias[3]) = (all(open), all(open), all(open))
      bias[2] = inputs.map { $0 / Scalar(steps) }
    }
    let (batch, size) = (shape.batch, shape.inputSize)
    let sizes = try LSTMShape(timeSteps: steps, batch: batch, inputSize: size, units: units)
    let leading = layout.leadingShape(of: sizes)
    var input = [Scalar](repeating: 0, count: steps * batch * size)
    for row in 0..<batch { input[layout.position(time: lit, row: row, in: sizes) * size] = 1 }
    var options = LSTMOptions()
    options.layout = layout
    let kernel = weight.flatMap { $0 } + [Scalar](repeating: 0, count: (size - 1) * 4 * units)
    return try LSTMProblem(
      input: Tensor(shape: leading + [size], elements: input), initialH: Tensor(shape: [batch, units], repeating: 0),
      initialC: Tensor(shape: [batch, units], elements: (0..<batch).flatMap { _ in initialC }),
      inputKernel: Tensor(shape: [size, 4 * units], elements: kernel),
      hiddenKernel: Tensor(shape: [units, 4 * units], repeating: 0),
      bias: Tensor(shape: [4 * units], elements: bias.flatMap { $0 }), options: options)
  }
}
