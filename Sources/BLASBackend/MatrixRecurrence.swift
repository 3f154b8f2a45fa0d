internal import LSTMContract

/// The answer in `Float`.
func answerByProducts(_ problem: LSTMProblem<Float>) -> LSTMAnswer<Float> {
  MatrixRecurrence(problem).answer()
}

/// The answer in `Double`.
func answerByProducts(_ problem: LSTMProblem<Double>) -> LSTMAnswer<Double> {
  MatrixRecurrence(problem).answer()
}

/// The recurrence on whole matrices: all pre-activations are allocated at once, in the layout of the input, and each
/// step adds its h·R to the rows of that step.
private struct MatrixRecurrence<Scalar: MatrixScalar> {
  let problem: LSTMProblem<Scalar>
  /// Positions from one step to the next and from one row to the next, in input, mask, outputs and pre-activations.
  let stepDistance, rowDistance: Int

  init(_ problem: LSTMProblem<Scalar>) {
    self.problem = problem
    (stepDistance, rowDistance) =
      problem.options.layout == .timeMajor ? (problem.shape.batch, 1) : (1, problem.shape.timeSteps)
  }

  func answer() -> LSTMAnswer<Scalar> {
    let (shape, options) = (problem.shape, problem.options)
    var answer = LSTMAnswer(to: problem, filledWith: 0)
    answer.finalH = problem.initialH.elements
    answer.finalC = problem.initialC.elements
    guard shape.timeSteps > 0, shape.batch > 0 else { return answer }  // E15

    var gates = inputPreActivations()
    var squashed = [Scalar](repeating: 0, count: shape.units)
    var earlierOutputs: Int?
    for s in 0..<shape.timeSteps {
      let step = (options.goBackwards ? shape.timeSteps - 1 - s : s) * stepDistance
      let outputs = options.outputOrder == .aligned ? step : s * stepDistance
      addHiddenProduct(answer.finalH, toRowsOfStepAt: step, in: &gates)
      for row in 0..<shape.batch {
        let offset = row * rowDistance
        let place = (outputs + offset) * shape.units
        if problem.mask?[step + offset] ?? true {
          advance(row: row, gates: &gates, at: (step + offset) * 4 * shape.units, squashed: &squashed, &answer)
          copy(answer.finalH, row * shape.units, to: &answer.outputs, place)
        } else if let earlierOutputs, !options.zeroOutputForMask {
          copyWithin(&answer.outputs, (earlierOutputs + offset) * shape.units, to: place)  // E10
        }  // Otherwise the zeros that stand there are E10's.
      }
      earlierOutputs = outputs
    }
    for row in 0..<shape.batch {  // E12
      let last = ((earlierOutputs ?? 0) + row * rowDistance) * shape.units
      copy(answer.outputs, last, to: &answer.lastOutput, row * shape.units)
    }
    return answer
  }

  /// x·K + b at every position: [T·B, 4H]. Rows of masked steps hold whatever their input gave, and nobody reads them.
  private func inputPreActivations() -> [Scalar] {
    let (positions, columns) = (problem.shape.timeSteps * problem.shape.batch, 4 * problem.shape.units)
    var gates = [Scalar](repeating: 0, count: positions * columns)
    gates.withUnsafeMutableBufferPointer { gates in
      problem.input.elements.withUnsafeBufferPointer { input in
        problem.inputKernel.elements.withUnsafeBufferPointer { kernel in
          guard let c = gates.baseAddress, let a = input.baseAddress, let b = kernel.baseAddress else { return }
          if let bias = problem.bias {
            for position in 0..<positions {
              _ = UnsafeMutableBufferPointer(start: c + position * columns, count: columns)
                .update(fromContentsOf: bias.elements)
            }
          }
          Scalar.addProduct(
            to: c, rowDistance: columns, rows: positions, columns: columns, inner: problem.shape.inputSize, a: a, b: b)
        }
      }
    }
    return gates
  }

  /// Adds h·R to the B rows of one step, which lie `rowDistance` positions apart (E1).
  private func addHiddenProduct(_ h: [Scalar], toRowsOfStepAt step: Int, in gates: inout [Scalar]) {
    let (units, columns) = (problem.shape.units, 4 * problem.shape.units)
    gates.withUnsafeMutableBufferPointer { gates in
      h.withUnsafeBufferPointer { h in
        problem.hiddenKernel.elements.withUnsafeBufferPointer { kernel in
          guard let c = gates.baseAddress, let a = h.baseAddress, let b = kernel.baseAddress else { return }
          Scalar.addProduct(
            to: c + step * columns, rowDistance: rowDistance * columns, rows: problem.shape.batch, columns: columns,
            inner: units, a: a, b: b)
        }
      }
    }
  }

  /// E2 to E7 and E9 for one row whose pre-activations start at `start`; they become the gates in place.
  private func advance(
    row: Int, gates: inout [Scalar], at start: Int, squashed: inout [Scalar], _ answer: inout LSTMAnswer<Scalar>
  ) {
    let (units, options) = (problem.shape.units, problem.options)
    gates.withUnsafeMutableBufferPointer { gates in
      let i = start
      let f = i + units
      let j = f + units
      let o = j + units
      apply(options.sigmoidActivation, to: gates[i..<j])
      apply(options.tanhActivation, to: gates[j..<o])
      apply(options.sigmoidActivation, to: gates[o..<o + units])
      let first = row * units
      for unit in 0..<units {
        let cell = gates[i + unit] * gates[j + unit] + gates[f + unit] * answer.finalC[first + unit]
        answer.finalC[first + unit] = cell
        squashed[unit] = cell
      }
      squashed.withUnsafeMutableBufferPointer { apply(options.tanhActivation, to: $0[...]) }
      for unit in 0..<units { answer.finalH[first + unit] = squashed[unit] * gates[o + unit] }
    }
  }

  private func copy(_ source: [Scalar], _ from: Int, to target: inout [Scalar], _ to: Int) {
    for unit in 0..<problem.shape.units { target[to + unit] = source[from + unit] }
  }

  private func copyWithin(_ array: inout [Scalar], _ from: Int, to: Int) {
    for unit in 0..<problem.shape.units { array[to + unit] = array[from + unit] }
  }

  /// Replaces each value by its activation.
  private func apply(_ activation: Activation, to values: Slice<UnsafeMutableBufferPointer<Scalar>>) {
    let values = UnsafeMutableBufferPointer(rebasing: values)
    switch activation {
    case .tanh: for k in values.indices { values[k] = tangent(values[k]) }
    // 0.5 + 0.5 tanh(x/2): the halves are exact, so the error is half that of tanh and half an ulp: under 3 u.
    case .sigmoid: for k in values.indices { values[k] = 0.5 + 0.5 * tangent(0.5 * values[k]) }
    case .hardSigmoidFifth: for k in values.indices { values[k] = confine((values[k] + 2.5) / 5) }
    case .hardSigmoidSixth: for k in values.indices { values[k] = confine((values[k] + 3) / 6) }
    case .relu: for k in values.indices where values[k] < 0 { values[k] = 0 }
    case .identity: break
    }
  }

  /// tanh(x) = -e / (e + 2) with e = expm1(-2|x|) in [-1, 0]: no cancellation, no overflow, the sign of x, NaN at NaN.
  ///
  /// Error: expm1 within 1 ulp is within u, magnified by 2 / (2 + e)^2 <= 2; the sum adds u, the quotient u/2: under
  /// 4 u absolute.
  private func tangent(_ x: Scalar) -> Scalar {
    let e = Scalar.exponentialMinusOne(-2 * x.magnitude)
    return Scalar(signOf: x, magnitudeOf: -e / (e + 2))
  }

  /// `x` confined to [0, 1]; NaN stays NaN.
  private func confine(_ x: Scalar) -> Scalar {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    return x
  }
}
