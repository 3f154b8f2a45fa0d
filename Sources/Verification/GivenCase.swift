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
  private let answer: AnyLSTMAnswer?
  private let metadata: [String: String]

  /// Reads a line where `text` begins as one, else a file.
  ///
  /// - Throws: `CaseLineError` or `CaseFileError`, one line saying what is wrong and where.
  public init(_ text: String) throws {
    name = text
    if text.hasPrefix(CaseLine.prefix) {
      let origin: CaseOrigin
      switch try CaseLine.parse(text) {
      case .float(let parsed): (problem, origin) = (.float(parsed.problem), parsed.origin)
      case .double(let parsed): (problem, origin) = (.double(parsed.problem), parsed.origin)
      }
      if case .generated(let seed, let index) = origin {
        draw = Replay.draw(seed: seed, index: index)
      } else {
        draw = nil
      }
      answer = nil
      metadata = [:]
    } else {
      let file = try CaseFile(contentsOf: text)
      problem = file.problem
      draw = nil
      answer = file.answer
      metadata = file.metadata
    }
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
    case .float(let answer)?: lines += arrays(of: answer, options)
    case .double(let answer)?: lines += arrays(of: answer, options)
    case nil: break
    }
    return lines.joined(separator: "\n")
  }
}

private func arrays<Scalar: LSTMScalar>(of problem: LSTMProblem<Scalar>) -> [String] {
  var lines = shown("input", problem.input.shape, problem.input.elements)
  lines += shown("initial_h", problem.initialH.shape, problem.initialH.elements)
  lines += shown("initial_c", problem.initialC.shape, problem.initialC.elements)
  lines += shown("input_kernel", problem.inputKernel.shape, problem.inputKernel.elements)
  lines += shown("hidden_kernel", problem.hiddenKernel.shape, problem.hiddenKernel.elements)
  if let bias = problem.bias { lines += shown("bias", bias.shape, bias.elements) } else { lines.append("  no bias") }
  if let mask = problem.mask {
    lines += shown("mask", mask.shape, mask.elements.map { $0 ? 1 : 0 })
  } else {
    lines.append("  no mask")
  }
  return lines
}

private func arrays<Scalar: LSTMScalar>(of answer: LSTMAnswer<Scalar>, _ options: LSTMOptions) -> [String] {
  let (shape, state) = (answer.shape, [answer.shape.batch, answer.shape.units])
  let leading = options.layout == .timeMajor ? [shape.timeSteps, shape.batch] : [shape.batch, shape.timeSteps]
  return AnswerPart.allCases.flatMap { part in
    shown(part.rawValue, part == .outputs ? leading + [shape.units] : state, answer[part])
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
