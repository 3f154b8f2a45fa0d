internal import LSTMContract

extension Mutant {
  /// y_{-1} = h0.
  public static let leadingMaskedStepEmitsH0 = Mutant(
    "leading-masked-step-emits-h0", "Before the first unmasked step the output is h0 instead of zero.",
    class: .output, origin: .bugs(["keras#11472", "tensorflow#23632"]), fault: OutputStartsAsH0())

  /// last_output = h_{T-1}.
  public static let lastOutputIsH = Mutant(
    "last-output-is-h",
    "The last output is the final h: wrong on fully masked rows, and at a masked end where zero is due.",
    class: .output, origin: .bugs(["keras#17596"]), fault: LastOutputIsH())

  static let namedOutputFaults = [leadingMaskedStepEmitsH0, lastOutputIsH]
}

/// The repeated output of leading masked steps is taken from the state.
private struct OutputStartsAsH0: Fault {
  func begin<S: LSTMScalar>(_ memory: inout RowMemory<S>) { memory.y = memory.h }
}

/// E12 with h in the place of y, wherever a step was masked.
private struct LastOutputIsH: Fault {
  func lastOutput<S: LSTMScalar>(of memory: RowMemory<S>) -> [S] { memory.h }
}

extension Mutant {
  /// Right values in wrong places, and places left out.
  static let outputFaults: [Mutant] = [
    output("last-output-stands-last", "last_output is the last row of outputs, whatever their order.", .lastOfOutputs),
    output("final-states-swapped", "state_0 is c and state_1 is h.", .swapsStates),
    output("final-h-is-last-output", "state_0 is last_output.", .finalHIsLastOutput),
    output("final-h-is-h0", "state_0 is h0.", .finalHIsH0),
    output("final-c-is-c0", "state_1 is c0.", .finalCIsC0),
    output("last-row-zero", "The last row of the batch is left at zero.", .lastRow(toZero: true)),
    output("last-row-copied", "The last row of the batch repeats the first.", .lastRow(toZero: false)),
    output("last-unit-zero", "The last unit is left at zero.", .lastUnit),
    output("last-step-zero", "The last step of outputs is left at zero.", .lastStep(toZero: true)),
    output("last-step-copied", "The last step of outputs repeats the first.", .lastStep(toZero: false)),
    output("outputs-not-written", "The last element of outputs keeps what the caller's array held.", .unwritten),
    output("final-c-not-written", "The last element of state_1 keeps what the caller's array held.", .unwrittenC),
    output("negative-zero", "Zeros come back as -0.", .negativeZero),
    output(
      "layout-of-outputs", "outputs come back in the other layout.", .otherLayout,
      bugs: ["onnx#5218", "openvino#37820"]),
    output("rows-rotated", "The rows of last_output are rotated by one.", .rotatedRows),
  ]

  private static func output(_ id: String, _ sentence: String, _ edit: OutputEdit, bugs: [String] = []) -> Mutant {
    Mutant(
      id, sentence, class: .output, origin: bugs.isEmpty ? .systematic : .bugs(bugs), fault: OtherAnswer(edit: edit))
  }
}

private enum OutputEdit {
  case lastOfOutputs, swapsStates, finalHIsLastOutput, finalHIsH0, finalCIsC0, lastUnit, unwritten, unwrittenC
  case negativeZero, otherLayout, rotatedRows
  case lastRow(toZero: Bool)
  case lastStep(toZero: Bool)
}

private struct OtherAnswer: Fault {
  let edit: OutputEdit

  func revise<S: LSTMScalar>(_ answer: inout LSTMAnswer<S>, to problem: LSTMProblem<S>, before: LSTMAnswer<S>) {
    let (steps, batch, units) = (problem.shape.timeSteps, problem.shape.batch, problem.shape.units)
    guard batch > 0 else { return }
    func place(_ step: Int, _ row: Int) -> Int { problem.position(time: step, row: row) * units }
    switch edit {
    case .lastOfOutputs:
      guard steps > 0 else { return }
      for row in 0..<batch {
        let start = place(steps - 1, row)
        answer.lastOutput.replaceSubrange(row * units..<(row + 1) * units, with: answer.outputs[start..<start + units])
      }
    case .swapsStates: swap(&answer.finalH, &answer.finalC)
    case .finalHIsLastOutput: answer.finalH = answer.lastOutput
    case .finalHIsH0: answer.finalH = problem.initialH.elements
    case .finalCIsC0: answer.finalC = problem.initialC.elements
    case .lastRow(let toZero):
      for step in 0..<steps {
        for unit in 0..<units {
          answer.outputs[place(step, batch - 1) + unit] = toZero ? 0 : answer.outputs[place(step, 0) + unit]
        }
      }
      for unit in 0..<units {
        let last = (batch - 1) * units + unit
        answer.lastOutput[last] = toZero ? 0 : answer.lastOutput[unit]
        answer.finalH[last] = toZero ? 0 : answer.finalH[unit]
        answer.finalC[last] = toZero ? 0 : answer.finalC[unit]
      }
    case .lastUnit:
      for part in AnswerPart.allCases {
        for last in stride(from: units - 1, to: answer[part].count, by: units) { answer[part][last] = 0 }
      }
    case .lastStep(let toZero):
      guard steps > 0 else { return }
      for row in 0..<batch {
        for unit in 0..<units {
          answer.outputs[place(steps - 1, row) + unit] = toZero ? 0 : answer.outputs[place(0, row) + unit]
        }
      }
    case .unwritten: if let kept = before.outputs.last { answer.outputs[answer.outputs.count - 1] = kept }
    case .unwrittenC: if let kept = before.finalC.last { answer.finalC[answer.finalC.count - 1] = kept }
    case .negativeZero:
      for part in AnswerPart.allCases { answer[part] = answer[part].map { $0 == 0 ? -0.0 : $0 } }
    case .otherLayout:
      let outputs = answer.outputs
      for step in 0..<steps {
        for row in 0..<batch {
          let to = problem.options.layout.other.position(time: step, row: row, in: problem.shape) * units
          for unit in 0..<units { answer.outputs[to + unit] = outputs[place(step, row) + unit] }
        }
      }
    case .rotatedRows: answer.lastOutput = Array(answer.lastOutput.suffix(units) + answer.lastOutput.dropLast(units))
    }
  }
}
