internal import LSTMContract

extension StepTrial {
  /// What must hold bit for bit of every element: masked steps, last_output, state_0, and state_1 where no step counts.
  mutating func judgeRules() {
    let (problem, walk) = (prepared.problem, prepared.walk)
    let (steps, units) = (problem.shape.timeSteps, problem.shape.units)
    let zeros = [Scalar](repeating: 0, count: units)
    let answer = answer
    withElements(answer.outputs, problem.initialH.elements, zeros) { outputs, initialH, zeros in
      for row in 0..<problem.shape.batch {
        let state = row * units..<(row + 1) * units
        var (h, previousOutput) = (UnsafeBufferPointer(rebasing: initialH[state]), zeros)
        let isEmpty = !(0..<steps).contains { walk.isUsed(step: $0, row: row) }
        var used = false
        for step in 0..<steps {
          let start = walk.outputPosition(step: step, row: row) * units
          let output = UnsafeBufferPointer(rebasing: outputs[start..<start + units])
          if walk.isUsed(step: step, row: row) {
            (used, h) = (true, output)
          } else {
            requireMasked(
              output, problem.options.zeroOutputForMask ? zeros : previousOutput, step, row,
              isEmpty ? .empty : used ? .afterSteps : .beforeSteps)
          }
          previousOutput = output
        }
        requireBits(
          answer.lastOutput, state, previousOutput, .lastOutput, row, .lastOutput,
          "last_output is the output of the last processing step")
        requireBits(
          answer.finalH, state, h, .finalH, row, used ? .finalState : .maskedRow,
          "state_0 is h after the last step that is not masked")
        guard !used else { continue }
        problem.initialC.elements.withUnsafeBufferPointer {
          requireBits(
            answer.finalC, state, UnsafeBufferPointer(rebasing: $0[state]), .finalC, row, .maskedRow,
            "state_1 is c0 where no step counts")
        }
      }
    }
  }

  /// Where a masked step stands in its row.
  private enum MaskedPlace {
    /// In a row in which no step counts.
    case empty
    /// Before the first step that counts.
    case beforeSteps
    /// After one.
    case afterSteps
  }

  private mutating func requireMasked(
    _ output: UnsafeBufferPointer<Scalar>, _ expected: UnsafeBufferPointer<Scalar>, _ step: Int, _ row: Int,
    _ place: MaskedPlace
  ) {
    let detail: String =
      if prepared.problem.options.zeroOutputForMask {
        "the output of a masked step is 0"
      } else if place == .afterSteps {
        "a masked step repeats the output before it"
      } else {
        "before the first step that counts the output is 0"
      }
    requireBits(
      output, expected, .outputs, step, row, place == .empty ? .maskedRow : .maskedOutput, detail)
  }

  private func withElements(
    _ outputs: [Scalar], _ initialH: [Scalar], _ zeros: [Scalar],
    _ body: (UnsafeBufferPointer<Scalar>, UnsafeBufferPointer<Scalar>, UnsafeBufferPointer<Scalar>) -> Void
  ) {
    outputs.withUnsafeBufferPointer { outputs in
      initialH.withUnsafeBufferPointer { initialH in
        zeros.withUnsafeBufferPointer { zeros in body(outputs, initialH, zeros) }
      }
    }
  }

  /// The same of a row of a state, where the subject returns it.
  mutating func requireBits(
    _ array: [Scalar], _ state: Range<Int>, _ expected: UnsafeBufferPointer<Scalar>, _ part: AnswerPart, _ row: Int,
    _ equation: Equation, _ detail: String
  ) {
    guard !answer.omitted.contains(part) else { return }
    array.withUnsafeBufferPointer {
      requireBits(UnsafeBufferPointer(rebasing: $0[state]), expected, part, nil, row, equation, detail)
    }
  }

  /// Bit for bit: -0 differs from +0, and any NaN equals any NaN.
  private mutating func requireBits(
    _ actual: UnsafeBufferPointer<Scalar>, _ expected: UnsafeBufferPointer<Scalar>, _ part: AnswerPart, _ step: Int?,
    _ row: Int, _ equation: Equation, _ detail: @autoclosure () -> String
  ) {
    judgement.comparedBits += actual.count
    judgement.parts[part].atSteps += actual.count
    for unit in actual.indices {
      let (value, wanted) = (actual[unit], expected[unit])
      guard value.bits != wanted.bits, !(value.isNaN && wanted.isNaN) else { continue }
      judgement.note(
        at: ElementPlace(row: row, step: step, part: part, unit: unit),
        Discrepancy(
          part: part, step: step, row: row, unit: unit, expected: Double(wanted), actual: Double(value), radius: 0,
          equation: equation, detail: detail()))
    }
  }
}
