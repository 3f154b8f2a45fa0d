public import LSTMContract

/// A thing in which two calls can differ while all else is the same: what a subject may remember by mistake.
public enum OtherProblem: String, CaseIterable, Sendable {
  /// R.
  case hiddenKernel = "R"
  /// K.
  case inputKernel = "K"
  /// b, or whether there is one.
  case bias = "b"
  /// x.
  case input = "x"
  /// h0.
  case initialH = "h0"
  /// c0.
  case initialC = "c0"
  /// The mask, or whether there is one.
  case mask
  /// Fewer or more time steps.
  case steps = "T"
  /// Fewer or more rows.
  case rows = "B"
  /// Fewer or more features.
  case features = "I"
  /// Fewer or more units.
  case units = "H"
  /// All four smaller or larger.
  case sizes = "T, B, I and H"
  /// The order of the first two axes; the values are the same.
  case layout
  /// Forwards or backwards.
  case direction
  /// Where outputs stand.
  case outputOrder = "output order"
  /// The output of masked steps.
  case zeroOutput = "output of masked steps"
  /// The activation of candidate and cell.
  case candidate = "activation of the candidate"
  /// The activation of the gates.
  case gates = "activation of the gates"

  /// The things that one law speaks of.
  public enum Group: String, CaseIterable, Sendable {
    case weights, values, sizes, options

    /// What differs, for a sentence.
    var difference: String {
      switch self {
      case .weights: "other weights (R, K or b)"
      case .values: "other values (x, h0, c0 or the mask)"
      case .sizes: "other sizes (T, B, I, H or all four)"
      case .options: "other options (layout, direction, outputs or activations)"
      }
    }
  }

  /// The law to which it belongs.
  public var group: Group {
    switch self {
    case .hiddenKernel, .inputKernel, .bias: .weights
    case .input, .initialH, .initialC, .mask: .values
    case .steps, .rows, .features, .units, .sizes: .sizes
    case .layout, .direction, .outputOrder, .zeroOutput, .candidate, .gates: .options
    }
  }
}

extension OtherProblem {
  /// The problem with this one thing changed, or nil where it leaves nothing to change.
  ///
  /// - Parameter draw: decides how it is changed; the same draw makes the same problem.
  /// - Throws: `LSTMProblemError` where the changed problem would be none.
  public func made<S: LSTMScalar>(of problem: LSTMProblem<S>, draw: UInt64) throws -> LSTMProblem<S>? {
    var draws = Draws(draw)
    return try made(of: problem, &draws)
  }

  func made<S: LSTMScalar>(of problem: LSTMProblem<S>, _ draws: inout Draws) throws -> LSTMProblem<S>? {
    switch self {
    case .hiddenKernel: try problem.hiddenKernel.altered(&draws).map { try problem.replacing(hiddenKernel: $0) }
    case .inputKernel: try problem.inputKernel.altered(&draws).map { try problem.replacing(inputKernel: $0) }
    case .bias: try otherBias(of: problem, &draws)
    case .input: try problem.input.altered(&draws).map { try problem.replacing(input: $0) }
    case .initialH: try problem.initialH.altered(&draws).map { try problem.replacing(initialH: $0) }
    case .initialC: try problem.initialC.altered(&draws).map { try problem.replacing(initialC: $0) }
    case .mask: try otherMask(of: problem, &draws)
    case .steps, .rows, .features, .units, .sizes: try problem.resized(along: axes, &draws)
    case .layout: try problem.inOtherLayout()
    case .direction: try problem.replacing { $0.goBackwards.toggle() }
    case .outputOrder:
      try problem.replacing { $0.outputOrder = $0.outputOrder == .aligned ? .processing : .aligned }
    case .zeroOutput: try problem.replacing { $0.zeroOutputForMask.toggle() }
    case .candidate:
      try problem.replacing { $0.tanhActivation = $0.tanhActivation == .tanh ? .sigmoid : .tanh }
    case .gates:
      try problem.replacing {
        $0.sigmoidActivation = $0.sigmoidActivation == .sigmoid ? .hardSigmoidFifth : .sigmoid
      }
    }
  }

  private var axes: [ResizedAxis] {
    switch self {
    case .steps: [.steps]
    case .rows: [.rows]
    case .features: [.features]
    case .units: [.units]
    default: ResizedAxis.allCases
    }
  }

  /// Another bias; one time in four none, and a drawn one where there was none.
  private func otherBias<S: LSTMScalar>(of problem: LSTMProblem<S>, _ draws: inout Draws) throws -> LSTMProblem<S>? {
    guard let bias = problem.bias else {
      let values = (0..<problem.shape.gateColumns).map { _ in S(draws.number(below: 17) - 8) / 8 }
      return try problem.replacing(bias: .some(Tensor("bias", shape: [values.count], elements: values)))
    }
    if draws.number(below: 4) == 0, bias.elements.contains(where: { $0 != 0 }) {
      return try problem.replacing(bias: .some(nil))
    }
    return try bias.altered(&draws).map { try problem.replacing(bias: .some($0)) }
  }

  /// Another mask; one time in four none, and a drawn one where there was none. Drawn are lengths, not gaps, and none is
  /// 0 where there are two steps: what most libraries support.
  private func otherMask<S: LSTMScalar>(of problem: LSTMProblem<S>, _ draws: inout Draws) throws -> LSTMProblem<S>? {
    let (steps, rows) = (problem.shape.timeSteps, problem.shape.batch)
    guard steps > 0, rows > 0 else { return nil }
    if let mask = problem.mask, mask.elements.contains(false), draws.number(below: 4) == 0 {
      return try problem.replacing(mask: .some(nil))
    }
    let whole = [Bool](repeating: true, count: steps * rows)
    var used = whole
    for row in 0..<rows {
      let length = 1 + draws.number(below: steps)
      for time in length..<steps { used[problem.position(time: time, row: row)] = false }
    }
    if used == problem.mask?.elements ?? whole { used[problem.position(time: steps - 1, row: 0)].toggle() }
    return try problem.replacing(mask: .some(Tensor("mask", shape: problem.leadingShape, elements: used)))
  }
}

extension LSTMProblem {
  fileprivate func replacing(options edit: (inout LSTMOptions) -> Void) throws -> LSTMProblem? {
    var other = options
    edit(&other)
    return try replacing(options: other)
  }

  fileprivate func inOtherLayout() throws -> LSTMProblem? {
    var other = options
    other.layout = options.layout.other
    return try rearranged(times: Array(0..<shape.timeSteps), rows: Array(0..<shape.batch), options: other)
  }
}
