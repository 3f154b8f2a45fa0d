public import CaseFiles
public import LSTMContract

extension FixedWeights {
  /// Reads the weights of a case file, or of a layer in some library's convention.
  ///
  /// - Parameter convention: how a layer's file packs them; nil for a case file, or the convention of this package.
  /// - Throws: `CaseFileError`, one line saying what is wrong and where.
  public init(contentsOf path: String, as convention: WeightConvention?) throws(CaseFileError) {
    let file = try Safetensors(contentsOf: path)
    let isCase = file.entries.contains { $0.name == "input" }
    if isCase, convention == nil {
      switch try CaseFile(contentsOf: path).problem {
      case .float(let problem): self.init(problem.parameters)
      case .double(let problem): self.init(problem.parameters)
      }
    } else {
      switch try AnyLayerWeights(file, as: convention ?? .contract) {
      case .float(let weights): self.init(try weights.parameters(in: path))
      case .double(let weights): self.init(try weights.parameters(in: path))
      }
    }
  }
}

extension LayerWeights {
  fileprivate func parameters(in path: String) throws(CaseFileError) -> LSTMParameters<Scalar> {
    do {
      return try LSTMParameters(inputKernel: inputKernel, hiddenKernel: hiddenKernel, bias: bias)
    } catch {
      throw CaseFileError(file: path, what: "\(error)")
    }
  }
}
