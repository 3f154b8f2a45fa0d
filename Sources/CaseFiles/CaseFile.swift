public import LSTMContract

/// A case as a safetensors file: the arrays of a problem, its options, and possibly an answer with radii
/// (Docs/case-files.md).
public struct CaseFile: Sendable {
  /// The version of the schema that this program writes.
  public static let schema = "lstm-case/1"

  /// The problem.
  public var problem: AnyLSTMProblem
  /// The answer that the file holds, if any.
  public var answer: AnyLSTMAnswer?
  /// The end-to-end radius of each element of the answer, if any.
  public var radii: [AnswerPart: [Double]]?
  /// Texts beside the options: who made the file, what for.
  public var metadata: [String: String]

  /// A file with these contents.
  public init(
    problem: AnyLSTMProblem, answer: AnyLSTMAnswer? = nil, radii: [AnswerPart: [Double]]? = nil,
    metadata: [String: String] = [:]
  ) {
    self.problem = problem
    self.answer = answer
    self.radii = radii
    self.metadata = metadata
  }

  /// - Throws: `CaseFileError`, one line naming the file and what is wrong with it.
  public init(contentsOf path: String) throws(CaseFileError) {
    try self.init(parsing: try FileAccess.read(path), name: path)
  }

  /// - Parameter name: the name under which errors report the bytes.
  /// - Throws: `CaseFileError`, one line naming the file and what is wrong with it.
  public init(parsing bytes: [UInt8], name: String) throws(CaseFileError) {
    let file = try Safetensors(bytes, name: name)
    guard let input = file.tensors["input"] else { throw CaseFileError(name, "tensor 'input' is missing") }
    switch input.type {
    case .float: self = try CaseFileReader<Float>(file, name).caseFile()
    case .double: self = try CaseFileReader<Double>(file, name).caseFile()
    case .bool: throw CaseFileError(name, "tensor 'input': type BOOL: expected F32 or F64")
    }
  }

  /// The bytes of the file: the same contents give the same bytes.
  public func serialized() -> [UInt8] {
    switch (problem, answer) {
    case (.float(let problem), .float(let answer)): serialized(problem, answer)
    case (.double(let problem), .double(let answer)): serialized(problem, answer)
    case (.float(let problem), _): serialized(problem, nil)
    case (.double(let problem), _): serialized(problem, nil)
    }
  }

  /// Replaces a file.
  ///
  /// - Throws: `CaseFileError`; the old file is then whole.
  public func write(to path: String) throws(CaseFileError) { try FileAccess.write(serialized(), to: path) }

  private func serialized<Scalar: LSTMScalar>(_ problem: LSTMProblem<Scalar>, _ answer: LSTMAnswer<Scalar>?) -> [UInt8]
  {
    let type: Safetensors.ElementType = Scalar.kind == .float ? .float : .double
    var file = Safetensors()
    func add(_ name: String, _ shape: [Int], _ values: [Scalar]) {
      file.tensors[name] = Safetensors.Entry(type: type, shape: shape, bytes: bytes(values))
    }
    for (name, tensor) in [
      ("input", problem.input), ("initial_h", problem.initialH), ("initial_c", problem.initialC),
      ("input_kernel", problem.inputKernel), ("hidden_kernel", problem.hiddenKernel),
    ] { add(name, tensor.shape, tensor.elements) }
    if let bias = problem.bias { add("bias", bias.shape, bias.elements) }
    if let mask = problem.mask {
      file.tensors["mask"] = Safetensors.Entry(
        type: .bool, shape: mask.shape, bytes: mask.elements.map { $0 ? 1 : 0 }[...])
    }
    for part in AnswerPart.allCases {
      let state = [problem.shape.batch, problem.shape.units]
      let shape = part == .outputs ? problem.leadingShape + [problem.shape.units] : state
      if let answer { add(part.rawValue, shape, answer[part]) }
      if let radii = radii?[part] {
        file.tensors["radius.\(part.rawValue)"] = Safetensors.Entry(type: .double, shape: shape, bytes: bytes(radii))
      }
    }
    file.metadata = metadata.merging(CaseOptions.texts(problem.options)) { $1 }
    file.metadata["schema"] = Self.schema
    return file.serialized()
  }
}
