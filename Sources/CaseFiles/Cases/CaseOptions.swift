import LSTMContract

/// The options of a problem as strings in a file's metadata, and nothing else about the file.
enum CaseOptions {
  /// The version that this module writes. A file without `schema` is in the same form and may leave `output_order` out.
  static let schema = "lstm-case/1"
  /// The one order in which the gates are packed.
  static let gateOrder = "i,f,j,o"
  /// Keys that the problem and its answer decide.
  static let keys: Set<String> = [
    "schema", "gate_order", "time_major", "go_backwards", "output_order", "zero_output_for_mask", "tanh_activation",
    "sigm_activation", "sigmoid_activation", "runtime",
  ]

  /// - Throws: `CaseFileError`, which names the key, the value and the values accepted.
  static func parse(_ metadata: [String: String], file: String) throws(CaseFileError) -> LSTMOptions {
    let reader = Reader(metadata: metadata, file: file)
    let isVersioned = try reader.choice("schema", [schema: true], absent: false)
    _ = try reader.choice("gate_order", [gateOrder: true])
    let switches = ["true": true, "false": false]
    let activations = choices(Activation.self)
    if let one = metadata["sigm_activation"], let other = metadata["sigmoid_activation"], one != other {
      throw reader.error("sigmoid_activation", "found \(quoted(other)), but sigm_activation is \(quoted(one))")
    }
    let sigmoidKey = metadata["sigmoid_activation"] == nil ? "sigm_activation" : "sigmoid_activation"
    return LSTMOptions(
      layout: try reader.choice("time_major", switches) ? .timeMajor : .batchMajor,
      goBackwards: try reader.choice("go_backwards", switches),
      // Were it optional everywhere, damage to the key would turn an aligned case into another valid case.
      outputOrder: try reader.choice(
        "output_order", choices(OutputOrder.self), absent: isVersioned ? nil : .processing),
      zeroOutputForMask: try reader.choice("zero_output_for_mask", switches),
      tanhActivation: try reader.choice("tanh_activation", activations),
      sigmoidActivation: try reader.choice(sigmoidKey, activations))
  }

  /// The strings that `parse` reads these options from.
  static func metadata(_ options: LSTMOptions) -> [String: String] {
    [
      "schema": schema,
      "gate_order": gateOrder,
      "time_major": options.layout == .timeMajor ? "true" : "false",
      "go_backwards": options.goBackwards ? "true" : "false",
      "output_order": options.outputOrder.rawValue,
      "zero_output_for_mask": options.zeroOutputForMask ? "true" : "false",
      "tanh_activation": options.tanhActivation.rawValue,
      "sigm_activation": options.sigmoidActivation.rawValue,
    ]
  }

  private static func choices<Choice: CaseIterable & RawRepresentable>(
    _ type: Choice.Type
  ) -> [String: Choice] where Choice.RawValue == String {
    Dictionary(uniqueKeysWithValues: Choice.allCases.map { ($0.rawValue, $0) })
  }

  private struct Reader {
    let metadata: [String: String]
    let file: String

    func choice<Value>(
      _ key: String, _ values: [String: Value], absent: Value? = nil
    ) throws(CaseFileError) -> Value {
      let accepted = values.keys.sorted().joined(separator: ", ")
      guard let text = metadata[key] else {
        if let absent { return absent }
        throw error(key, "missing, expected one of: \(accepted)")
      }
      guard let value = values[text] else {
        throw error(key, "found \(quoted(text)), expected one of: \(accepted)")
      }
      return value
    }

    func error(_ key: String, _ what: String) -> CaseFileError {
      CaseFileError(file: file, place: "metadata \(quoted(key))", what: what)
    }
  }
}
