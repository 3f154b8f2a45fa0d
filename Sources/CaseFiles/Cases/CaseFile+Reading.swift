import LSTMContract

extension CaseFile {
  /// Reads the schema out of a well formed file.
  ///
  /// - Throws: `CaseFileError` where tensors or options are missing, unknown, or don't fit one another.
  init(_ source: Safetensors) throws(CaseFileError) {
    for entry in source.entries where !Self.tensorNames.contains(entry.name) {
      throw CaseFileError(
        file: source.name, place: "tensor \(quoted(entry.name))",
        what: "unknown name, expected one of: \(Self.tensorNames.joined(separator: ", "))")
    }
    let options = try CaseOptions.parse(source.metadata, file: source.name)
    metadata = source.metadata.filter { !CaseOptions.keys.contains($0.key) }
    switch source.entry("input")?.type {
    case .float:
      let problem: LSTMProblem<Float> = try source.problem(options)
      self.problem = .float(problem)
      answer = try source.answer(to: problem).map(AnyLSTMAnswer.float)
      radii = try source.radii(for: problem, answered: answer != nil)
    default:
      let problem: LSTMProblem<Double> = try source.problem(options)
      self.problem = .double(problem)
      answer = try source.answer(to: problem).map(AnyLSTMAnswer.double)
      radii = try source.radii(for: problem, answered: answer != nil)
    }
  }
}

extension Safetensors {
  fileprivate func problem<Scalar>(_ options: LSTMOptions) throws(CaseFileError) -> LSTMProblem<Scalar> {
    let input: Tensor<Scalar> = try scalars(of: "input")
    let initialH: Tensor<Scalar> = try scalars(of: "initial_h")
    let initialC: Tensor<Scalar> = try scalars(of: "initial_c")
    let inputKernel: Tensor<Scalar> = try scalars(of: "input_kernel")
    let hiddenKernel: Tensor<Scalar> = try scalars(of: "hidden_kernel")
    let bias: Tensor<Scalar>? = entry("bias") == nil ? nil : try scalars(of: "bias")
    let mask = entry("mask") == nil ? nil : try booleans(of: "mask")
    do {
      return try LSTMProblem(
        input: input, initialH: initialH, initialC: initialC, inputKernel: inputKernel, hiddenKernel: hiddenKernel,
        bias: bias, mask: mask, options: options)
    } catch {
      throw CaseFileError(error, in: name)
    }
  }

  fileprivate func answer<Scalar>(to problem: LSTMProblem<Scalar>) throws(CaseFileError) -> LSTMAnswer<Scalar>? {
    let missing = AnswerPart.allCases.filter { entry($0.rawValue) == nil }
    if missing.count == AnswerPart.allCases.count { return nil }
    if let part = missing.first {
      let all = AnswerPart.allCases.map(\.rawValue).joined(separator: ", ")
      throw CaseFileError(
        file: name, place: "tensor \(quoted(part.rawValue))", what: "missing, an answer has all of: \(all)")
    }
    var answer = LSTMAnswer(to: problem)
    for part in AnswerPart.allCases {
      answer[part] = try scalars(of: part.rawValue, shape: problem.shape(of: part))
    }
    answer.runtime = metadata["runtime"] ?? ""
    return answer
  }

  fileprivate func radii<Scalar>(
    for problem: LSTMProblem<Scalar>, answered: Bool
  ) throws(CaseFileError) -> [AnswerPart: [Double]]? {
    var radii: [AnswerPart: [Double]] = [:]
    for part in AnswerPart.allCases where entry(CaseFile.radiusName(part)) != nil {
      let name = CaseFile.radiusName(part)
      let place = "tensor \(quoted(name))"
      guard answered else {
        throw CaseFileError(file: self.name, place: place, what: "found a radius in a file without an answer")
      }
      let values: [Double] = try scalars(of: name, shape: problem.shape(of: part))
      if let position = values.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
        throw CaseFileError(
          file: self.name, place: "\(place), element \(position)",
          what: "found \(values[position]), expected a radius that is finite and not negative")
      }
      radii[part] = values
    }
    return radii.isEmpty ? nil : radii
  }

  private func scalars<Scalar: LSTMScalar>(of tensor: String, shape: [Int]) throws(CaseFileError) -> [Scalar] {
    let found: Tensor<Scalar> = try scalars(of: tensor)
    guard found.shape == shape else {
      throw CaseFileError(LSTMProblemError.wrongShape(array: tensor, found: found.shape, expected: shape), in: name)
    }
    return found.elements
  }
}
