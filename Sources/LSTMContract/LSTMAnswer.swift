/// The five results of an LSTM.
///
/// A subject may return some of the arrays only. Those that it omits have their sizes all the same and hold NaN, so that
/// nothing can take an absent value for a right one.
public struct LSTMAnswer<Scalar: LSTMScalar>: Sendable, Equatable {
  /// The sizes of the problem that this answers.
  public let shape: LSTMShape
  /// The layout of `outputs`.
  public let layout: AxisLayout
  /// y_{T-1}: [B, H] (E12).
  public var lastOutput: [Scalar]
  /// y: [T, B, H] or [B, T, H] in the layout of the input (E11).
  public var outputs: [Scalar]
  /// h_{T-1}: [B, H] (E13, `state_0`).
  public var finalH: [Scalar]
  /// c_{T-1}: [B, H] (E13, `state_1`).
  public var finalC: [Scalar]
  /// The code path that really ran: backend, kernel, instruction set.
  public var runtime: String
  /// The arrays that the subject does not return; they hold NaN and mean nothing.
  public private(set) var omitted: Set<AnswerPart> = []

  /// An answer of the right sizes with every element set to `value`.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public init(to problem: LSTMProblem<Scalar>, filledWith value: Scalar = .nan) {
    self.init(to: problem.sequences, filledWith: value)
  }

  /// An answer to sequences, of the right sizes and with every element set to `value`.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public init(to sequences: LSTMSequences<Scalar>, filledWith value: Scalar = .nan) {
    shape = sequences.shape
    layout = sequences.options.layout
    lastOutput = Array(repeating: value, count: shape.batch * shape.outputSize)
    outputs = Array(repeating: value, count: shape.timeSteps * shape.batch * shape.outputSize)
    finalH = lastOutput
    finalC = Array(repeating: value, count: shape.batch * shape.units)
    runtime = ""
  }

  /// - Throws: `LSTMProblemError.wrongShape` where an array has another count than the problem asks for.
  public init(
    to problem: LSTMProblem<Scalar>, lastOutput: [Scalar], outputs: [Scalar], finalH: [Scalar], finalC: [Scalar],
    runtime: String
  ) throws(LSTMProblemError) {
    shape = problem.shape
    layout = problem.options.layout
    self.lastOutput = lastOutput
    self.outputs = outputs
    self.finalH = finalH
    self.finalC = finalC
    self.runtime = runtime
    for part in AnswerPart.allCases {
      let (count, expected) = (self[part].count, part.shape(in: shape, layout: layout))
      guard count == expected.reduce(1, *) else {
        throw .wrongCount(array: part.rawValue, found: count, shape: expected)
      }
    }
  }
}

/// One of the four arrays of an answer.
public enum AnswerPart: String, CaseIterable, Codable, Sendable {
  /// y_{T-1}.
  case lastOutput = "last_output"
  /// y of every step.
  case outputs
  /// h_{T-1}.
  case finalH = "state_0"
  /// c_{T-1}.
  case finalC = "state_1"
}

extension AnswerPart {
  /// The shape of the array in the answer to a problem of these sizes: [T, B, H] or [B, T, H] for the outputs, else [B, H].
  public func shape(in shape: LSTMShape, layout: AxisLayout) -> [Int] {
    switch self {
    case .outputs: layout.leadingShape(of: shape) + [shape.outputSize]
    case .lastOutput, .finalH: [shape.batch, shape.outputSize]
    case .finalC: [shape.batch, shape.units]
    }
  }
}

extension LSTMProblem {
  /// The shape of an array of the answer.
  public func shape(of part: AnswerPart) -> [Int] { part.shape(in: shape, layout: options.layout) }
}

extension LSTMAnswer {
  /// The arrays that the subject returned, in order.
  public var given: [AnswerPart] {
    omitted.isEmpty ? AnswerPart.allCases : AnswerPart.allCases.filter { !omitted.contains($0) }
  }

  /// Takes these arrays for not returned: they hold NaN from here on.
  public mutating func omit(_ parts: Set<AnswerPart>) {
    for part in parts { self[part] = Array(repeating: .nan, count: self[part].count) }
    omitted.formUnion(parts)
  }

  /// The elements of one of the arrays.
  public subscript(part: AnswerPart) -> [Scalar] {
    get {
      switch part {
      case .lastOutput: lastOutput
      case .outputs: outputs
      case .finalH: finalH
      case .finalC: finalC
      }
    }
    set {
      switch part {
      case .lastOutput: lastOutput = newValue
      case .outputs: outputs = newValue
      case .finalH: finalH = newValue
      case .finalC: finalC = newValue
      }
    }
  }
}
