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

  func apply<S: LSTMScalar>(
    to problem: LSTMProblem<S>, original: LSTMAnswer<S>, draw: UInt64,
    run: (LSTMProblem<S>) throws -> LSTMAnswer<S>
  ) throws -> LawOutcome<S> {
    let shape = problem.shape
    guard shape.batch > 0 else { return .notApplicable }
    let zeroed = try problem.replacing(
      inputKernel: problem.inputKernel.map { _ in 0 }, hiddenKernel: problem.hiddenKernel.map { _ in 0 })
    var closed = ClosedAnswer(states: shape.batch * shape.units, outputs: shape.timeSteps * shape.batch * shape.units)
    for row in 0..<shape.batch {
      for unit in 0..<shape.units { trace(zeroed, row: row, unit: unit, into: &closed) }
    }
    return .comparison(
      LawComparison(
        problem: zeroed, observed: try run(zeroed),
        predicted: .closedForm(values: closed.values, slack: closed.slack)))
  }

  /// Writes the whole answer of one unit of one row.
  private func trace<S: LSTMScalar>(
    _ problem: LSTMProblem<S>, row: Int, unit: Int, into closed: inout ClosedAnswer
  ) {
    let units = problem.shape.units
    let state = row * units + unit
    var form = ClosedForm(
      gates: ConstantGates(of: problem, unit: unit), initialC: WideFloat(problem.initialC[state]))
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
      closed.write(output, to: .outputs, at: position * units + unit)
    }
    closed.write(output, to: .lastOutput, at: state)
    closed.write(h, to: .finalH, at: state)
    closed.write(form.cellState, to: .finalC, at: state)
  }
}

/// The values and the slack of a closed-form answer; NaN where nothing was written.
private struct ClosedAnswer {
  private(set) var values: [AnswerPart: [Double]]
  private(set) var slack: [AnswerPart: [Double]]

  init(states: Int, outputs: Int) {
    let counts = AnswerPart.allCases.map { ($0, $0 == .outputs ? outputs : states) }
    values = Dictionary(uniqueKeysWithValues: counts.map { ($0, Array(repeating: Double.nan, count: $1)) })
    slack = values
  }

  mutating func write(_ value: Bounded, to part: AnswerPart, at index: Int) {
    let (rounded, bound) = value.inDouble
    values[part]?[index] = rounded
    slack[part]?[index] = bound
  }
}
