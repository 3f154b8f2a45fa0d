internal import LSTMContract

/// What happens to the states at both ends.
public enum StateConvention: String, CaseIterable, Sendable {
  case initialStatesExchanged = "initial-states-exchanged"
  case finalStatesExchanged = "final-states-exchanged"
  case statesExchanged = "states-exchanged"
  case initialStatesIgnored = "initial-states-ignored"
  case initialHIgnored = "initial-h-ignored"
  case initialCIgnored = "initial-c-ignored"
  case lastOutputIsFinalH = "last-output-is-final-h"
  case finalHIsLastOutput = "final-h-is-last-output"
  case emptyRowGivesZeroStates = "empty-row-gives-zero-states"

  var sentence: String {
    switch self {
    case .initialStatesExchanged: "h0 and c0 exchanged"
    case .finalStatesExchanged: "the final h and c exchanged"
    case .statesExchanged: "h and c exchanged at both ends"
    case .initialStatesIgnored: "h0 and c0 taken as zero"
    case .initialHIgnored: "h0 taken as zero"
    case .initialCIgnored: "c0 taken as zero"
    case .lastOutputIsFinalH: "the final h as last output"
    case .finalHIsLastOutput: "the last output as final h"
    case .emptyRowGivesZeroStates: "zero as final h and c of a row without a step that counts"
    }
  }

  func asked<S: LSTMScalar>(_ problem: LSTMProblem<S>) -> LSTMProblem<S> {
    let (h, c) = (problem.initialH, problem.initialC)
    func edited(h: Tensor<S>, c: Tensor<S>) -> LSTMProblem<S> {
      problem.edited { try problem.replacing(initialH: h, initialC: c) }
    }
    switch self {
    case .initialStatesExchanged, .statesExchanged: return edited(h: c, c: h)
    case .initialStatesIgnored: return edited(h: h.map { _ in 0 }, c: c.map { _ in 0 })
    case .initialHIgnored: return edited(h: h.map { _ in 0 }, c: c)
    case .initialCIgnored: return edited(h: h, c: c.map { _ in 0 })
    case .finalStatesExchanged, .lastOutputIsFinalH, .finalHIsLastOutput, .emptyRowGivesZeroStates: return problem
    }
  }

  func returned<Value: LSTMScalar, S: LSTMScalar>(_ answer: inout LSTMAnswer<Value>, to problem: LSTMProblem<S>) {
    switch self {
    case .finalStatesExchanged, .statesExchanged: (answer.finalH, answer.finalC) = (answer.finalC, answer.finalH)
    case .lastOutputIsFinalH: answer.lastOutput = answer.finalH
    case .finalHIsLastOutput: answer.finalH = answer.lastOutput
    case .emptyRowGivesZeroStates:
      let units = problem.shape.units
      for (row, count) in problem.countingSteps.enumerated() where count == 0 {
        for place in row * units..<(row + 1) * units { (answer.finalH[place], answer.finalC[place]) = (0, 0) }
      }
    case .initialStatesExchanged, .initialStatesIgnored, .initialHIgnored, .initialCIgnored: break
    }
  }
}
