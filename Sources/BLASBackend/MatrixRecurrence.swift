internal import LSTMContract

/// The recurrence on whole matrices: all pre-activations stand at once, in the layout of the input, and each step adds
/// its h·R to the rows of that step.
struct MatrixRecurrence<Scalar: MatrixScalar> {
  let sequences: LSTMSequences<Scalar>
  let parameters: LSTMParameters<Scalar>
  /// Positions from one step to the next and from one row to the next, in input, mask, outputs and pre-activations.
  let stepDistance, rowDistance: Int

  init(_ sequences: LSTMSequences<Scalar>, _ parameters: LSTMParameters<Scalar>) {
    (self.sequences, self.parameters) = (sequences, parameters)
    (stepDistance, rowDistance) =
      sequences.options.layout == .timeMajor ? (sequences.shape.batch, 1) : (1, sequences.shape.timeSteps)
  }

  /// Elements of the work space: pre-activations [T·B, 4H] and one row of activated cell states.
  var workCount: Int { sequences.shape.timeSteps * sequences.shape.batch * 4 * units + units }

  private var units: Int { sequences.shape.units }

  /// Fills an answer of the right sizes.
  ///
  /// - Parameter work: at least `workCount` elements of any content.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func fill(_ answer: inout LSTMAnswer<Scalar>, work: inout [Scalar]) {
    let (shape, options) = (sequences.shape, sequences.options)
    for unit in answer.lastOutput.indices {
      answer.lastOutput[unit] = 0
      answer.finalH[unit] = sequences.initialH[unit]
      answer.finalC[unit] = sequences.initialC[unit]
    }
    guard shape.timeSteps > 0, shape.batch > 0 else { return }  // E15

    work.withUnsafeMutableBufferPointer { work in
      guard let gates = work.baseAddress else { return }
      let squashed = UnsafeMutableBufferPointer(rebasing: work[(workCount - units)..<workCount])
      formInputProducts(in: gates)
      var earlierOutputs: Int?
      for s in 0..<shape.timeSteps {
        let step = (options.goBackwards ? shape.timeSteps - 1 - s : s) * stepDistance
        let outputs = options.outputOrder == .aligned ? step : s * stepDistance
        addHiddenProduct(answer.finalH, to: gates + step * 4 * units)
        for row in 0..<shape.batch {
          let offset = row * rowDistance
          let place = (outputs + offset) * units
          if sequences.mask?[step + offset] ?? true {
            advance(
              row: row, UnsafeMutableBufferPointer(start: gates + (step + offset) * 4 * units, count: 4 * units),
              squashed, &answer)
            copy(answer.finalH, row * units, to: &answer.outputs, place)
          } else if let earlierOutputs, !options.zeroOutputForMask {
            copyWithin(&answer.outputs, (earlierOutputs + offset) * units, to: place)  // E10
          } else {
            for unit in 0..<units { answer.outputs[place + unit] = 0 }  // E10
          }
        }
        earlierOutputs = outputs
      }
      for row in 0..<shape.batch {  // E12
        let last = ((earlierOutputs ?? 0) + row * rowDistance) * units
        copy(answer.outputs, last, to: &answer.lastOutput, row * units)
      }
    }
  }

  /// x·K + b at every position: [T·B, 4H]. Rows of masked steps hold whatever their input gave, and nobody reads them.
  private func formInputProducts(in gates: UnsafeMutablePointer<Scalar>) {
    let (positions, columns) = (sequences.shape.timeSteps * sequences.shape.batch, 4 * units)
    if let bias = parameters.bias {
      bias.elements.withUnsafeBufferPointer { bias in
        guard let bias = bias.baseAddress else { return }
        for position in 0..<positions { (gates + position * columns).update(from: bias, count: columns) }
      }
    } else {
      gates.update(repeating: 0, count: positions * columns)
    }
    sequences.input.elements.withUnsafeBufferPointer { input in
      parameters.inputKernel.elements.withUnsafeBufferPointer { kernel in
        guard let a = input.baseAddress, let b = kernel.baseAddress else { return }
        Scalar.addProduct(
          to: gates, rowDistance: columns, rows: positions, columns: columns, inner: parameters.inputSize, a: a, b: b)
      }
    }
  }

  /// Adds h·R to the B rows of one step, which lie `rowDistance` positions apart (E1).
  private func addHiddenProduct(_ h: [Scalar], to gates: UnsafeMutablePointer<Scalar>) {
    h.withUnsafeBufferPointer { h in
      parameters.hiddenKernel.elements.withUnsafeBufferPointer { kernel in
        guard let a = h.baseAddress, let b = kernel.baseAddress else { return }
        Scalar.addProduct(
          to: gates, rowDistance: rowDistance * 4 * units, rows: sequences.shape.batch, columns: 4 * units,
          inner: units, a: a, b: b)
      }
    }
  }

  /// E2 to E7 and E9 for one row; its pre-activations become the gates in place.
  private func advance(
    row: Int, _ gates: UnsafeMutableBufferPointer<Scalar>, _ squashed: UnsafeMutableBufferPointer<Scalar>,
    _ answer: inout LSTMAnswer<Scalar>
  ) {
    let options = sequences.options
    let (f, j, o) = (units, 2 * units, 3 * units)
    options.sigmoidActivation.replace(UnsafeMutableBufferPointer(rebasing: gates[..<j]))
    options.tanhActivation.replace(UnsafeMutableBufferPointer(rebasing: gates[j..<o]))
    options.sigmoidActivation.replace(UnsafeMutableBufferPointer(rebasing: gates[o...]))
    let first = row * units
    answer.finalC.withUnsafeMutableBufferPointer { c in
      for unit in 0..<units {
        let cell = gates[unit] * gates[j + unit] + gates[f + unit] * c[first + unit]
        c[first + unit] = cell
        squashed[unit] = cell
      }
    }
    options.tanhActivation.replace(squashed)
    answer.finalH.withUnsafeMutableBufferPointer { h in
      for unit in 0..<units { h[first + unit] = squashed[unit] * gates[o + unit] }
    }
  }

  private func copy(_ source: [Scalar], _ from: Int, to target: inout [Scalar], _ to: Int) {
    for unit in 0..<units { target[to + unit] = source[from + unit] }
  }

  private func copyWithin(_ array: inout [Scalar], _ from: Int, to: Int) {
    for unit in 0..<units { array[to + unit] = array[from + unit] }
  }
}
