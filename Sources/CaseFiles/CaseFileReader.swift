internal import LSTMContract

/// Reads the tensors of a case in one scalar type.
struct CaseFileReader<Scalar: LSTMScalar> {
  private let file: Safetensors
  private let name: String

  init(_ file: Safetensors, _ name: String) {
    self.file = file
    self.name = name
  }

  func caseFile() throws(CaseFileError) -> CaseFile {
    let inputs: Set<String> = [
      "input", "initial_h", "initial_c", "input_kernel", "hidden_kernel", "bias", "mask",
    ]
    let known = inputs.union(AnswerPart.allCases.flatMap { [$0.rawValue, "radius.\($0.rawValue)"] })
    if let odd = file.tensors.keys.sorted().first(where: { !known.contains($0) }) {
      throw CaseFileError(name, "tensor '\(odd)' is unknown")
    }
    var metadata = file.metadata
    let options = try CaseOptions.options(&metadata, name)
    let problem = try problem(options)
    var result = CaseFile(problem: AnyLSTMProblem(problem), metadata: metadata)
    let parts = AnswerPart.allCases.filter { file.tensors[$0.rawValue] != nil }
    if let missing = AnswerPart.allCases.first(where: { !parts.contains($0) }), !parts.isEmpty {
      throw CaseFileError(name, "tensor '\(missing.rawValue)' is missing: an answer has all four arrays")
    }
    if !parts.isEmpty { result.answer = try answer(to: problem) }
    result.radii = try radii(of: problem)
    return result
  }

  private func problem(_ options: LSTMOptions) throws(CaseFileError) -> LSTMProblem<Scalar> {
    var mask: Tensor<Bool>?
    if let entry = file.tensors["mask"] {
      guard entry.type == .bool else { throw fail("mask", "type \(entry.type.rawValue): expected BOOL") }
      mask = try checked("mask") { () throws(LSTMProblemError) in
        try Tensor("mask", shape: entry.shape, elements: entry.bytes.map { $0 == 1 })
      }
    }
    let bias = file.tensors["bias"] == nil ? nil : try tensor("bias")
    let (input, initialH, initialC) = (try tensor("input"), try tensor("initial_h"), try tensor("initial_c"))
    let (inputKernel, hiddenKernel) = (try tensor("input_kernel"), try tensor("hidden_kernel"))
    do {
      return try LSTMProblem(
        input: input, initialH: initialH, initialC: initialC, inputKernel: inputKernel, hiddenKernel: hiddenKernel,
        bias: bias, mask: mask, options: options)
    } catch {
      throw CaseFileError(name, "tensor \(error)")
    }
  }

  private func answer(to problem: LSTMProblem<Scalar>) throws(CaseFileError) -> AnyLSTMAnswer {
    var answer = LSTMAnswer(to: problem)
    for part in AnswerPart.allCases {
      let tensor = try tensor(part.rawValue)
      try require(part.rawValue, tensor.shape, shape(of: part, problem))
      answer[part] = tensor.elements
    }
    answer.runtime = "file"
    if let answer = answer as? LSTMAnswer<Float> { return .float(answer) }
    if let answer = answer as? LSTMAnswer<Double> { return .double(answer) }
    throw CaseFileError(name, "no such scalar type")
  }

  private func radii(of problem: LSTMProblem<Scalar>) throws(CaseFileError) -> [AnswerPart: [Double]]? {
    var radii: [AnswerPart: [Double]] = [:]
    for part in AnswerPart.allCases {
      let key = "radius.\(part.rawValue)"
      guard let entry = file.tensors[key] else { continue }
      guard entry.type == .double else { throw fail(key, "type \(entry.type.rawValue): expected F64") }
      try require(key, entry.shape, shape(of: part, problem))
      radii[part] = values(entry.bytes, as: Double.self)
    }
    guard !radii.isEmpty else { return nil }
    if let missing = AnswerPart.allCases.first(where: { radii[$0] == nil }) {
      throw CaseFileError(name, "tensor 'radius.\(missing.rawValue)' is missing: radii belong to all four arrays")
    }
    return radii
  }

  private func shape(of part: AnswerPart, _ problem: LSTMProblem<Scalar>) -> [Int] {
    part == .outputs ? problem.leadingShape + [problem.shape.units] : [problem.shape.batch, problem.shape.units]
  }

  private func tensor(_ key: String) throws(CaseFileError) -> Tensor<Scalar> {
    guard let entry = file.tensors[key] else { throw CaseFileError(name, "tensor '\(key)' is missing") }
    let expected: Safetensors.ElementType = Scalar.kind == .float ? .float : .double
    guard entry.type == expected else {
      throw fail(key, "type \(entry.type.rawValue): expected \(expected.rawValue), the type of 'input'")
    }
    return try checked(key) { () throws(LSTMProblemError) in
      try Tensor(key, shape: entry.shape, elements: values(entry.bytes, as: Scalar.self))
    }
  }

  private func checked<Value>(_ key: String, _ body: () throws(LSTMProblemError) -> Value) throws(CaseFileError)
    -> Value
  {
    do {
      return try body()
    } catch {
      throw CaseFileError(name, "tensor \(error)")
    }
  }

  private func require(_ key: String, _ found: [Int], _ expected: [Int]) throws(CaseFileError) {
    guard found == expected else { throw fail(key, "found shape \(found), expected \(expected)") }
  }

  private func fail(_ key: String, _ reason: String) -> CaseFileError {
    CaseFileError(name, "tensor '\(key)': \(reason)")
  }
}
