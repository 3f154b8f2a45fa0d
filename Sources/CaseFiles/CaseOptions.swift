internal import LSTMContract

/// The options of a problem as texts in a file's metadata.
enum CaseOptions {
  static func texts(_ options: LSTMOptions) -> [String: String] {
    [
      "time_major": options.layout == .timeMajor ? "true" : "false",
      "go_backwards": options.goBackwards ? "true" : "false",
      "zero_output_for_mask": options.zeroOutputForMask ? "true" : "false",
      "output_order": options.outputOrder.rawValue, "tanh_activation": options.tanhActivation.rawValue,
      "sigmoid_activation": options.sigmoidActivation.rawValue, "gate_order": "i,f,j,o",
    ]
  }

  /// Takes the options out of the metadata; what is left is free text.
  ///
  /// - Throws: `CaseFileError` naming the key, the value and what is accepted.
  static func options(_ metadata: inout [String: String], _ file: String) throws(CaseFileError) -> LSTMOptions {
    func take<Value>(
      _ names: [String], _ accepted: [(String, Value)], _ missing: Value
    ) throws(CaseFileError) -> Value {
      var result = missing
      for name in names {
        guard let text = metadata.removeValue(forKey: name) else { continue }
        guard let value = accepted.first(where: { $0.0 == text })?.1 else {
          let values = accepted.map(\.0).joined(separator: ", ")
          throw CaseFileError(file, "metadata '\(name)': found '\(text)', expected one of \(values)")
        }
        result = value
      }
      return result
    }
    let flags = [("true", true), ("false", false)]
    let activations = Activation.allCases.map { ($0.rawValue, $0) }
    _ = try take(["schema"], [(CaseFile.schema, true)], true)
    _ = try take(["gate_order"], [("i,f,j,o", true)], true)
    return LSTMOptions(
      layout: try take(["time_major"], flags, false) ? .timeMajor : .batchMajor,
      goBackwards: try take(["go_backwards"], flags, false),
      outputOrder: try take(["output_order"], OutputOrder.allCases.map { ($0.rawValue, $0) }, .processing),
      zeroOutputForMask: try take(["zero_output_for_mask"], flags, false),
      tanhActivation: try take(["tanh_activation"], activations, .tanh),
      sigmoidActivation: try take(["sigm_activation", "sigmoid_activation"], activations, .sigmoid))
  }
}
