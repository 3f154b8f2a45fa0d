internal import LSTMContract

/// One problem on its way through OpenBLAS.
struct ProductSequence<Scalar: LSTMScalar & ProductScalar> {
  private let problem: LSTMProblem<Scalar>
  private let steps: Int
  private let batch: Int
  private let units: Int
  private let columns: Int
  private let timeMajor: Bool

  init(_ problem: LSTMProblem<Scalar>) {
    self.problem = problem
    steps = problem.shape.timeSteps
    batch = problem.shape.batch
    units = problem.shape.units
    columns = 4 * units
    timeMajor = problem.options.layout == .timeMajor
  }

  /// The position of (time, row) among the leading axes.
  private func place(_ time: Int, _ row: Int) -> Int { timeMajor ? time * batch + row : row * steps + time }

  func answer() -> LSTMAnswer<Scalar> {
    var answer = LSTMAnswer(to: problem)
    answer.runtime = OpenBLAS.runtime
    answer.lastOutput = Array(repeating: 0, count: batch * units)
    answer.finalH = problem.initialH.elements
    answer.finalC = problem.initialC.elements
    guard steps > 0, batch > 0 else { return answer }
    var z = inputProducts()
    for step in 0..<steps {
      let time = problem.options.goBackwards ? steps - 1 - step : step
      addStateProducts(&z, time, answer.finalH)
      for row in 0..<batch { advance(row, step, time, z, &answer) }
    }
    return answer
  }

  /// x·K + b for every step and row: [T·B, 4H] in the layout of the input. Rows of masked steps are never read.
  private func inputProducts() -> [Scalar] {
    let rows = steps * batch
    var z = [Scalar](repeating: 0, count: rows * columns)
    if let bias = problem.bias {
      for row in 0..<rows {
        for column in 0..<columns { z[row * columns + column] = bias[column] }
      }
    }
    problem.input.elements.withUnsafeBufferPointer { x in
      problem.inputKernel.elements.withUnsafeBufferPointer { kernel in
        z.withUnsafeMutableBufferPointer { z in
          guard let x = x.baseAddress, let kernel = kernel.baseAddress, let z = z.baseAddress else { return }
          Scalar.multiply(
            x, kernel, into: z, rows: rows, inner: problem.shape.inputSize, columns: columns, strideOfC: columns,
            keeping: 1)
        }
      }
    }
    return z
  }

  /// Adds h·R to the rows of one step, in place: they lie together or T apart, as the layout says.
  private func addStateProducts(_ z: inout [Scalar], _ time: Int, _ h: [Scalar]) {
    h.withUnsafeBufferPointer { h in
      problem.hiddenKernel.elements.withUnsafeBufferPointer { kernel in
        z.withUnsafeMutableBufferPointer { z in
          guard let h = h.baseAddress, let kernel = kernel.baseAddress, let z = z.baseAddress else { return }
          Scalar.multiply(
            h, kernel, into: z + place(time, 0) * columns, rows: batch, inner: units, columns: columns,
            strideOfC: timeMajor ? columns : steps * columns, keeping: 1)
        }
      }
    }
  }

  /// E2 to E11 of one row.
  private func advance(_ row: Int, _ step: Int, _ time: Int, _ z: [Scalar], _ answer: inout LSTMAnswer<Scalar>) {
    let options = problem.options
    let state = row * units
    let output = place(options.outputOrder == .aligned ? time : step, row) * units
    guard problem.mask?[place(time, row)] ?? true else {
      for unit in 0..<units {
        if options.zeroOutputForMask { answer.lastOutput[state + unit] = 0 }
        answer.outputs[output + unit] = answer.lastOutput[state + unit]
      }
      return
    }
    let base = place(time, row) * columns
    for unit in 0..<units {
      let i = activation(options.sigmoidActivation, z[base + unit])
      let f = activation(options.sigmoidActivation, z[base + units + unit])
      let j = activation(options.tanhActivation, z[base + 2 * units + unit])
      let o = activation(options.sigmoidActivation, z[base + 3 * units + unit])
      let c = i * j + f * answer.finalC[state + unit]
      let h = activation(options.tanhActivation, c) * o
      answer.finalC[state + unit] = c
      answer.finalH[state + unit] = h
      answer.lastOutput[state + unit] = h
      answer.outputs[output + unit] = h
    }
  }

  private func activation(_ activation: Activation, _ x: Scalar) -> Scalar {
    let half: Scalar = 0.5
    switch activation {
    case .tanh: return hyperbolicTangent(x)
    case .sigmoid: return half + half * hyperbolicTangent(half * x)
    case .hardSigmoidFifth: return clipped(half + Scalar(0.2) * x)
    case .hardSigmoidSixth: return clipped(half + x / 6)
    case .relu: return x > 0 || x.isNaN ? x : 0
    case .identity: return x
    }
  }

  /// tanh(x) = m / (m + 2) with m = exp(2x) - 1; the negative half keeps m away from overflow.
  private func hyperbolicTangent(_ x: Scalar) -> Scalar {
    let m = Scalar.exponentialMinusOne(-2 * abs(x))
    let magnitude = -m / (m + 2)
    return x.sign == .minus ? -magnitude : magnitude
  }

  private func clipped(_ x: Scalar) -> Scalar { x < 0 ? 0 : x > 1 ? 1 : x }
}
