internal import CaseFiles
internal import CaseLab
public import LSTMContract

/// A case that a person gives: a line that a report printed, or a case file.
public struct GivenCase: Sendable, CustomStringConvertible {
  /// The line, or the file's path.
  public let name: String
  /// The problem.
  public let problem: AnyLSTMProblem
  /// The draw of the campaign that generated it, for a generated line.
  public let draw: UInt64?
  /// What must be asked before, where a file says that an earlier call matters.
  public let earlier: AnyLSTMProblem?
  private let answer: AnyLSTMAnswer?
  private let metadata: [String: String]

  /// The metadata under which a file has the line of the call before it.
  static let earlierKey = "after"

  /// Reads a line where `text` begins as one, else a file.
  ///
  /// - Parameter weights: those of a line that names weights by their checksum.
  /// - Throws: `CaseLineError` or `CaseFileError`, one line saying what is wrong and where.
  public init(_ text: String, weights: FixedWeights? = nil) throws {
    guard CaseLine.begins(text) else {
      try self.init(CaseFile(contentsOf: text), name: text, weights: weights)
      return
    }
    let (problem, origin): (AnyLSTMProblem, CaseOrigin) =
      switch try CaseLine.parse(text, weights: CaseLine.namesDraw(text) ? weights : nil) {
      case .float(let parsed): (.float(parsed.problem), parsed.origin)
      case .double(let parsed): (.double(parsed.problem), parsed.origin)
      }
    var draw: UInt64?
    if case .generated(let key) = origin { draw = Replay.draw(seed: key.seed, index: key.index) }
    self.init(name: text, problem: problem, draw: draw)
  }

  private init(
    name: String, problem: AnyLSTMProblem, draw: UInt64?, earlier: AnyLSTMProblem? = nil, answer: AnyLSTMAnswer? = nil,
    metadata: [String: String] = [:]
  ) {
    self.name = name
    self.problem = problem
    self.draw = draw
    self.earlier = earlier
    self.answer = answer
    self.metadata = metadata
  }

  /// The case of a file that was read.
  ///
  /// - Throws: `CaseLineError` where the line of the call before it is none.
  init(_ file: CaseFile, name: String, weights: FixedWeights? = nil) throws {
    self.init(
      name: name, problem: file.problem, draw: nil,
      earlier: try file.metadata[Self.earlierKey].map { try GivenCase($0, weights: weights).problem },
      answer: file.answer,
      metadata: file.metadata)
  }

  /// The sizes, the options and every array, for a person.
  public var description: String {
    let options = problem.options
    var lines = [
      name,
      "  \(problem.scalar.rawValue) \(problem.shape), \(options.layout.rawValue)"
        + (options.goBackwards ? ", backwards" : ", forward") + ", outputs in \(options.outputOrder.rawValue) order"
        + (options.zeroOutputForMask ? ", zero output for masked steps" : ""),
      "  activations \(options.tanhActivation.rawValue) and \(options.sigmoidActivation.rawValue)",
    ]
    for (key, value) in metadata.sorted(by: { $0.key < $1.key }) { lines.append("  \(key): \(value)") }
    switch problem {
    case .float(let problem): lines += arrays(of: problem)
    case .double(let problem): lines += arrays(of: problem)
    }
    switch answer {
    case .float(let answer)?: lines += arrays(of: answer)
    case .double(let answer)?: lines += arrays(of: answer)
    case nil: break
    }
    return lines.joined(separator: "\n")
  }
}

private func arrays<Scalar: LSTMScalar>(of problem: LSTMProblem<Scalar>) -> [String] {
  var lines = ProblemArray.allCases.flatMap { array in
    problem[array].map { shown(array.name, $0.shape, $0.elements) } ?? ["  no \(array.name)"]
  }
  if let mask = problem.mask {
    lines += shown("mask", mask.shape, mask.elements.map { $0 ? 1 : 0 })
  } else {
    lines.append("  no mask")
  }
  return lines
}

private func arrays<Scalar: LSTMScalar>(of answer: LSTMAnswer<Scalar>) -> [String] {
  AnswerPart.allCases.flatMap { part in
    shown(part.rawValue, part.shape(in: answer.shape, layout: answer.layout), answer[part])
  }
}

/// A heading with the shape, then a line for each row of the last axis.
private func shown<Element>(_ name: String, _ shape: [Int], _ elements: [Element]) -> [String] {
  let width = max(shape.last ?? 1, 1)
  let rows = stride(from: 0, to: elements.count, by: width).map { start in
    "    " + elements[start..<min(start + width, elements.count)].map { "\($0)" }.joined(separator: " ")
  }
  return ["  \(name) [\(shape.map(String.init).joined(separator: ", "))]"] + rows
}
