import LSTMContract

extension CaseFile {
  /// The bytes of the file, the same on every machine.
  ///
  /// A case whose answer or radii don't fit its problem gives bytes that can't be read back; `write(to:)` refuses it.
  public func serialized() -> [UInt8] {
    var metadata = metadata.filter { !CaseOptions.keys.contains($0.key) }
    metadata.merge(CaseOptions.metadata(problem.options)) { _, option in option }
    var writer = SafetensorsWriter(metadata: metadata)
    switch problem {
    case .float(let problem): add(problem, to: &writer)
    case .double(let problem): add(problem, to: &writer)
    }
    switch answer {
    case .float(let answer): Self.add(answer, to: &writer)
    case .double(let answer): Self.add(answer, to: &writer)
    case nil: break
    }
    return writer.serialized()
  }

  /// Writes the file atomically, see `writeAtomically(_:to:)`.
  ///
  /// - Throws: `CaseFileError` where the file cannot be written, or what it would hold is not a valid case.
  public func write(to path: String) throws(CaseFileError) {
    let bytes = serialized()
    _ = try CaseFile(parsing: bytes, name: path)
    try writeAtomically(bytes, to: path)
  }

  private func add<Scalar>(_ problem: LSTMProblem<Scalar>, to writer: inout SafetensorsWriter) {
    for (array, tensor) in problem.arrays { writer.add(array.name, tensor) }
    if let mask = problem.mask { writer.add("mask", mask) }
    for (part, values) in radii ?? [:] {
      let shape = problem.shape(of: part)
      let fits = shape.reduce(1, *) == values.count
      writer.add(Self.radiusName(part), shape: fits ? shape : [values.count], values)
    }
  }

  private static func add<Scalar>(_ answer: LSTMAnswer<Scalar>, to writer: inout SafetensorsWriter) {
    for part in AnswerPart.allCases {
      let shape = part.shape(in: answer.shape, layout: answer.layout)
      let fits = shape.reduce(1, *) == answer[part].count
      writer.add(part.rawValue, shape: fits ? shape : [answer[part].count], answer[part])
    }
    if !answer.runtime.isEmpty { writer.metadata["runtime"] = answer.runtime }
  }
}
