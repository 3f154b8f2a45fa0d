internal import LSTMContract

/// One problem on its way through the vector kernels.
struct VectorSequence<Scalar: LSTMScalar> {
  private let problem: LSTMProblem<Scalar>
  private let kernels: KernelTable<Scalar>

  init(_ problem: LSTMProblem<Scalar>, _ kernels: KernelTable<Scalar>) {
    self.problem = problem
    self.kernels = kernels
  }

  /// Strides, in leading positions, of a step of time and of a row.
  private var strides: (time: Int, row: Int) {
    problem.options.layout == .timeMajor ? (problem.shape.batch, 1) : (1, problem.shape.timeSteps)
  }

  func answer() -> LSTMAnswer<Scalar> {
    let (steps, batch, units, columns) = (
      problem.shape.timeSteps, problem.shape.batch, problem.shape.units, 4 * problem.shape.units
    )
    var answer = LSTMAnswer(to: problem)
    answer.finalH = problem.initialH.elements
    answer.finalC = problem.initialC.elements
    answer.lastOutput = Array(repeating: 0, count: batch * units)
    var z = inputProducts()
    let strides = strides
    for step in 0..<steps {
      let time = problem.options.goBackwards ? steps - 1 - step : step
      let outputTime = problem.options.outputOrder == .aligned ? time : step
      z.withUnsafeMutableBufferPointer { z in
        for row in 0..<batch {
          let place = time * strides.time + row * strides.row
          let outputStart = (outputTime * strides.time + row * strides.row) * units
          let state = row * units..<(row + 1) * units
          if problem.mask?[place] ?? true {
            advance(z, place * columns, state.lowerBound, &answer)
            answer.lastOutput.replaceSubrange(state, with: answer.finalH[state])
          } else if problem.options.zeroOutputForMask {
            for unit in state { answer.lastOutput[unit] = 0 }
          }
          answer.outputs.replaceSubrange(outputStart..<outputStart + units, with: answer.lastOutput[state])
        }
      }
    }
    return answer
  }

  /// x·K + b of every step and row, in the layout of the input.
  private func inputProducts() -> [Scalar] {
    let (rows, columns) = (problem.shape.timeSteps * problem.shape.batch, 4 * problem.shape.units)
    var z: [Scalar]
    if let bias = problem.bias {
      z = []
      z.reserveCapacity(rows * columns)
      for _ in 0..<rows { z += bias.elements }
    } else {
      z = Array(repeating: 0, count: rows * columns)
    }
    guard rows > 0 else { return z }
    problem.input.elements.withUnsafeBufferPointer { x in
      problem.inputKernel.elements.withUnsafeBufferPointer { kernel in
        z.withUnsafeMutableBufferPointer { z in
          guard let x = x.baseAddress, let kernel = kernel.baseAddress, let z = z.baseAddress else { return }
          kernels.accumulate(x, kernel, z, rows, problem.shape.inputSize, columns, columns)
        }
      }
    }
    return z
  }

  /// Adds h·R to a row of z and runs the cell.
  private func advance(
    _ z: UnsafeMutableBufferPointer<Scalar>, _ start: Int, _ state: Int, _ answer: inout LSTMAnswer<Scalar>
  ) {
    let (units, columns) = (problem.shape.units, 4 * problem.shape.units)
    problem.hiddenKernel.elements.withUnsafeBufferPointer { kernel in
      answer.finalH.withUnsafeMutableBufferPointer { h in
        answer.finalC.withUnsafeMutableBufferPointer { c in
          guard let z = z.baseAddress?.advanced(by: start), let kernel = kernel.baseAddress,
            let h = h.baseAddress?.advanced(by: state), let c = c.baseAddress?.advanced(by: state)
          else { return }
          kernels.accumulate(h, kernel, z, 1, units, columns, columns)
          kernels.cell(z, c, h, units, problem.options)
        }
      }
    }
  }
}
