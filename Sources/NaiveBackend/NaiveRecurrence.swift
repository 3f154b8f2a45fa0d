internal import LSTMContract

/// E1 to E16 in `Float`.
func answerNaively(_ problem: LSTMProblem<Float>, into answer: inout LSTMAnswer<Float>) {
  NaiveRecurrence(problem: problem).run(into: &answer)
}

/// E1 to E16 in `Double`.
func answerNaively(_ problem: LSTMProblem<Double>, into answer: inout LSTMAnswer<Double>) {
  NaiveRecurrence(problem: problem).run(into: &answer)
}

/// The equations, in the order of their numbers, one row and one unit after another.
private struct NaiveRecurrence<Scalar: NaiveScalar> {
  let problem: LSTMProblem<Scalar>

  private var shape: LSTMShape { problem.shape }
  private var options: LSTMOptions { problem.options }

  func run(into answer: inout LSTMAnswer<Scalar>) {
    let (steps, batch, units) = (shape.timeSteps, shape.batch, shape.units)
    // E9: (h,c)_{-1} = (h0,c0). E10: y_{-1} = 0. With T = 0 these are the answer (E15).
    var h = problem.initialH.elements
    var c = problem.initialC.elements
    var y = [Scalar](repeating: 0, count: batch * units)
    var z = [Scalar](repeating: 0, count: 4 * units)

    for s in 0..<steps {
      let t = options.goBackwards ? steps - 1 - s : s
      for row in 0..<batch {
        // E8: the mask is read at t(s), where the input is read. E16: a masked step reads no input at all.
        if problem.mask?[position(t, row)] ?? true {
          preActivation(ofInputAt: position(t, row), h: h, row: row, into: &z)
          for unit in 0..<units {
            let i = gate(z[unit])  // E2
            let f = gate(z[units + unit])  // E3
            let j = candidate(z[2 * units + unit])  // E4
            let o = gate(z[3 * units + unit])  // E5
            let cell = row * units + unit
            c[cell] = f * c[cell] + i * j  // E6
            h[cell] = o * candidate(c[cell])  // E7
            y[cell] = h[cell]  // E10, the step counts
          }
        } else if options.zeroOutputForMask {
          for unit in 0..<units { y[row * units + unit] = 0 }  // E10, zero_output_for_mask
        }  // E9 and E10 otherwise: h, c and y keep their bits.

        // E11
        let place = position(options.outputOrder == .aligned ? t : s, row) * units
        for unit in 0..<units { answer.outputs[place + unit] = y[row * units + unit] }
      }
    }
    answer.lastOutput = y  // E12
    answer.finalH = h  // E13
    answer.finalC = c  // E13
  }

  /// E1: z = x[t(s)]·K + h_{s-1}·R + b for one row.
  private func preActivation(ofInputAt position: Int, h: [Scalar], row: Int, into z: inout [Scalar]) {
    for column in z.indices { z[column] = problem.bias?[column] ?? 0 }
    let (inputs, units) = (shape.inputSize, shape.units)
    add(problem.input.elements, from: position * inputs, count: inputs, times: problem.inputKernel.elements, to: &z)
    add(h, from: row * units, count: units, times: problem.hiddenKernel.elements, to: &z)
  }

  /// z += v·M for the row vector v = vector[first..<first + count] and the matrix M, [count, 4H].
  private func add(
    _ vector: [Scalar], from first: Int, count: Int, times matrix: [Scalar], to z: inout [Scalar]
  ) {
    vector.withUnsafeBufferPointer { vector in
      matrix.withUnsafeBufferPointer { matrix in
        z.withUnsafeMutableBufferPointer { z in
          for k in 0..<count {
            let value = vector[first + k]
            let row = UnsafeBufferPointer(rebasing: matrix[k * z.count..<(k + 1) * z.count])
            for column in 0..<z.count { z[column] += value * row[column] }
          }
        }
      }
    }
  }

  /// Where (t, row) stands among the positions of input, outputs and mask.
  private func position(_ t: Int, _ row: Int) -> Int {
    options.layout == .timeMajor ? t * shape.batch + row : row * shape.timeSteps + t
  }

  /// The activation in the sigmoid slot.
  private func gate(_ z: Scalar) -> Scalar { value(of: options.sigmoidActivation, at: z) }

  /// The activation in the tanh slot.
  private func candidate(_ z: Scalar) -> Scalar { value(of: options.tanhActivation, at: z) }

  private func value(of activation: Activation, at x: Scalar) -> Scalar {
    switch activation.kind {
    case .tanh: Scalar.hyperbolicTangent(x)
    case .sigmoid: Scalar.sigmoid(x)
    case .hardSigmoid where activation == .hardSigmoidFifth: clip(0.2 * x + 0.5)
    case .hardSigmoid: clip(x / 6 + 0.5)
    case .relu: x < 0 ? 0 : x
    case .identity: x
    }
  }

  /// `x` confined to [0, 1]; NaN stays NaN.
  private func clip(_ x: Scalar) -> Scalar { x < 0 ? 0 : x > 1 ? 1 : x }
}
