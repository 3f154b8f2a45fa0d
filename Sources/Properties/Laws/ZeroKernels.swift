internal import LSTMContract

/// With K = R = 0 every step has the gates of the bias alone, and the recurrence has a closed form.
///
/// After n unmasked steps c = f^n c0 + i j (f^{n-1} + ... + 1) and h = o tanh(c); the outputs follow E10. Any
/// activation may stand in either slot. Input and mask stay; the bias stays, or its absence.
struct ZeroKernels: Law {
  let name = "zero-kernels"
  let statement = "With K = R = 0, after n unmasked steps c = f^n c0 + i j (f^{n-1} + ... + 1) and h = o tanh(c)."
  let exactness = Exactness.withinRadii
  let why = "The closed form rounds elsewhere than the recurrence; its own rounding is bounded by the slack."

  @specialized(where S == Float)
  @specialized(where S == Double)
  func apply<S: LSTMScalar>(
    to problem: LSTMProblem<S>, original: LSTMAnswer<S>, draw: UInt64,
    run: (LSTMProblem<S>) throws -> LSTMAnswer<S>
  ) throws -> LawOutcome<S> {
    let shape = problem.shape
    guard shape.batch > 0 else { return .notApplicable }
    let zeroed = try problem.replacing(
      inputKernel: problem.inputKernel.map { _ in 0 }, hiddenKernel: problem.hiddenKernel.map { _ in 0 })
    var closed = ClosedAnswer(states: shape.batch * shape.units, outputs: shape.timeSteps * shape.batch * shape.units)
    for unit in 0..<shape.units {
      let gates = ConstantGates(of: zeroed, unit: unit)
      for row in 0..<shape.batch { trace(zeroed, gates, row: row, unit: unit, into: &closed) }
    }
    return .comparison(
      LawComparison(
        problem: zeroed, observed: try run(zeroed),
        predicted: .closedForm(values: closed.values, slack: closed.slack)))
  }

  /// Writes the whole answer of one unit of one row.
  private func trace<S: LSTMScalar>(
    _ problem: LSTMProblem<S>, _ gates: ConstantGates, row: Int, unit: Int, into closed: inout ClosedAnswer
  ) {
    let units = problem.shape.units
    let state = row * units + unit
    var form = ClosedForm(gates: gates, initialC: WideFloat(problem.initialC[state]))
    var h = Bounded(exact: WideFloat(problem.initialH[state]))
    var output = Bounded(exact: 0)
    for step in 0..<problem.shape.timeSteps {
      if problem.isUsed(step: step, row: row) {
        form.advance()
        h = form.hiddenState
        output = h
      } else if problem.options.zeroOutputForMask {
        output = Bounded(exact: 0)
      }
      let position = problem.position(time: problem.outputTime(ofStep: step), row: row)
      closed.outputs.write(output, at: position * units + unit)
    }
    closed.lastOutput.write(output, at: state)
    closed.finalH.write(h, at: state)
    closed.finalC.write(form.cellState, at: state)
  }
}

/// A closed-form answer; NaN where nothing was written.
private struct ClosedAnswer {
  struct Part {
    private(set) var values: [Double]
    private(set) var slack: [Double]

    init(count: Int) {
      values = Array(repeating: .nan, count: count)
      slack = values
    }

    mutating func write(_ value: Bounded, at index: Int) { (values[index], slack[index]) = value.inDouble }
  }

  var lastOutput, outputs, finalH, finalC: Part

  init(states: Int, outputs: Int) {
    lastOutput = Part(count: states)
    self.outputs = Part(count: outputs)
    finalH = lastOutput
    finalC = lastOutput
  }

  var values: [AnswerPart: [Double]] { parts.mapValues(\.values) }
  var slack: [AnswerPart: [Double]] { parts.mapValues(\.slack) }

  private var parts: [AnswerPart: Part] {
    [.lastOutput: lastOutput, .outputs: outputs, .finalH: finalH, .finalC: finalC]
  }
}
