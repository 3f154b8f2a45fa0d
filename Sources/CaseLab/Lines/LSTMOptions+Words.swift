internal import LSTMContract

extension LSTMOptions {
  /// One option as an explicit case line has it.
  struct Word {
    let key: String
    let value: String
    /// Everything that it may be.
    let values: [String]
  }

  /// The options in the order of a case line.
  static func words(of options: LSTMOptions) -> [Word] {
    let activations = Activation.allCases.map(\.rawValue)
    return [
      Word(key: "layout", value: options.layout.rawValue, values: AxisLayout.allCases.map(\.rawValue)),
      Word(key: "direction", value: options.goBackwards ? "backward" : "forward", values: ["forward", "backward"]),
      Word(key: "order", value: options.outputOrder.rawValue, values: OutputOrder.allCases.map(\.rawValue)),
      Word(key: "masked_output", value: options.zeroOutputForMask ? "zero" : "keep", values: ["keep", "zero"]),
      Word(key: "candidate", value: options.tanhActivation.rawValue, values: activations),
      Word(key: "gate", value: options.sigmoidActivation.rawValue, values: activations),
    ]
  }

  /// Sets one option; false where the value is none of those that it may have.
  mutating func set(_ key: String, _ text: String) -> Bool {
    guard let word = Self.words(of: self).first(where: { $0.key == key }), word.values.contains(text) else {
      return false
    }
    switch key {
    case "layout": layout = AxisLayout(rawValue: text) ?? layout
    case "direction": goBackwards = text == "backward"
    case "order": outputOrder = OutputOrder(rawValue: text) ?? outputOrder
    case "masked_output": zeroOutputForMask = text == "zero"
    case "candidate": tanhActivation = Activation(rawValue: text) ?? tanhActivation
    case "gate": sigmoidActivation = Activation(rawValue: text) ?? sigmoidActivation
    default: return false
    }
    return true
  }
}
