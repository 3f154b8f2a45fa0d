internal import LSTMContract

/// In which direction the sequence is run, and where inputs and outputs stand.
public enum SequenceConvention: String, CaseIterable, Sendable {
  case directionIgnored = "go-backwards-ignored"
  case alwaysBackwards = "always-backwards"
  case directionInverted = "direction-inverted"
  case reversedWithinLength = "reversed-within-length"
  case outputsNeverAligned = "outputs-never-aligned"
  case outputsAlwaysAligned = "outputs-always-aligned"
  case outputOrderInverted = "output-order-inverted"
  case lastOutputStandsLast = "last-output-stands-last"
  case inputInOtherLayout = "input-in-other-layout"
  case outputsInOtherLayout = "outputs-in-other-layout"
  case otherLayout = "input-and-outputs-in-other-layout"

  var sentence: String {
    switch self {
    case .directionIgnored: "sequences always run forwards"
    case .alwaysBackwards: "sequences always run backwards"
    case .directionInverted: "the opposite direction"
    case .reversedWithinLength: "backward outputs of a padded row standing first, its padding last"
    case .outputsNeverAligned: "outputs always in processing order"
    case .outputsAlwaysAligned: "outputs always beside their inputs"
    case .outputOrderInverted: "processing order and aligned order exchanged"
    case .lastOutputStandsLast: "the last row of outputs as last output"
    case .inputInOtherLayout: "the input read in the other layout"
    case .outputsInOtherLayout: "the outputs written in the other layout"
    case .otherLayout: "input, mask and outputs in the other layout"
    }
  }

  func asked<S: LSTMScalar>(_ problem: LSTMProblem<S>) -> LSTMProblem<S> {
    func optioned(_ edit: (inout LSTMOptions) -> Void) -> LSTMProblem<S> {
      var options = problem.options
      edit(&options)
      return problem.edited { try problem.replacing(options: options) }
    }
    switch self {
    case .directionIgnored: return optioned { $0.goBackwards = false }
    case .alwaysBackwards: return optioned { $0.goBackwards = true }
    case .directionInverted: return optioned { $0.goBackwards.toggle() }
    case .outputsNeverAligned: return optioned { $0.outputOrder = .processing }
    case .outputsAlwaysAligned: return optioned { $0.outputOrder = .aligned }
    case .outputOrderInverted:
      return optioned { $0.outputOrder = $0.outputOrder == .aligned ? .processing : .aligned }
    case .inputInOtherLayout, .otherLayout:
      let size = problem.shape.inputSize
      let input = problem.input.moved { problem.otherPlace($0 / max(size, 1)) * size + $0 % max(size, 1) }
      let mask = self == .otherLayout ? problem.mask?.moved { problem.otherPlace($0) } : problem.mask
      return problem.edited { try problem.replacing(input: input, mask: .some(mask)) }
    case .reversedWithinLength, .lastOutputStandsLast, .outputsInOtherLayout: return problem
    }
  }

  func returned<Value: LSTMScalar, S: LSTMScalar>(_ answer: inout LSTMAnswer<Value>, to problem: LSTMProblem<S>) {
    let (shape, units) = (problem.shape, problem.shape.units)
    switch self {
    case .lastOutputStandsLast:
      guard shape.timeSteps > 0 else { return }
      for row in 0..<shape.batch {
        let start = problem.position(time: shape.timeSteps - 1, row: row) * units
        answer.lastOutput.replaceSubrange(
          row * units..<(row + 1) * units, with: answer.outputs[start..<start + units])
      }
    case .outputsInOtherLayout, .otherLayout:
      let outputs = answer.outputs
      answer.outputs = outputs.indices.map { outputs[problem.otherPlace($0 / units) * units + $0 % units] }
    case .reversedWithinLength:
      guard problem.options.goBackwards, problem.options.outputOrder == .processing, let mask = problem.mask else {
        return
      }
      let outputs = answer.outputs
      for row in 0..<shape.batch {
        let length = (0..<shape.timeSteps).last { mask[problem.position(time: $0, row: row)] }.map { $0 + 1 } ?? 0
        for step in 0..<shape.timeSteps {
          let source = (step + shape.timeSteps - length) % shape.timeSteps
          let (from, to) = (problem.position(time: source, row: row), problem.position(time: step, row: row))
          answer.outputs.replaceSubrange(
            to * units..<(to + 1) * units, with: outputs[from * units..<(from + 1) * units])
        }
      }
    default: break
    }
  }
}
