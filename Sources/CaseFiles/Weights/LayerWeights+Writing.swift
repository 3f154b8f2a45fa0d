internal import LSTMContract

extension LayerWeights {
  /// The file in a convention. The second of two biases is 0, and so is a forget bias, so that nothing is rounded.
  func serialized(as convention: WeightConvention) -> [UInt8] {
    var writer = SafetensorsWriter(metadata: ["weights": convention.rawValue])
    let (rows, units) = (inputKernel.shape[0], hiddenKernel.shape[0])
    if let layout = convention.layout {
      let packing = layout.packing
      writer.add(
        layout.inputKernel, shape: layout.kernelShape(rows, units),
        packing.packed(inputKernel.elements, rows: rows, units: units))
      writer.add(
        layout.hiddenKernel, shape: layout.kernelShape(units, units),
        packing.packed(hiddenKernel.elements, rows: units, units: units))
      if let bias {
        let zeros = [Scalar](repeating: 0, count: 4 * units)
        let first = packing.packed(bias.elements, rows: 1, units: units)
        for (place, name) in layout.biases.enumerated() {
          let padding = Array(repeating: zeros, count: layout.biasesPerTensor - 1).flatMap { $0 }
          writer.add(name, shape: layout.biasShape(units), (place == 0 ? first : zeros) + padding)
        }
      }
    } else if convention == .tflite {
      let packing = GatePacking(gates: Gate.allCases, gatesFirst: true)
      let input = packing.packed(inputKernel.elements, rows: rows, units: units)
      let hidden = packing.packed(hiddenKernel.elements, rows: units, units: units)
      for gate in Gate.allCases {
        func block(_ elements: [Scalar], _ size: Int) -> [Scalar] {
          Array(elements[gate.rawValue * size..<(gate.rawValue + 1) * size])
        }
        writer.add(gate.tfliteInput, shape: [units, rows], block(input, units * rows))
        writer.add(gate.tfliteRecurrent, shape: [units, units], block(hidden, units * units))
        if let bias { writer.add(gate.tfliteBias, shape: [units], block(bias.elements, units)) }
      }
    } else {
      let packing = GatePacking(gates: convention.gates, gatesFirst: false)
      let whole = inputKernel.elements + hiddenKernel.elements
      writer.add(
        "kernel", shape: [rows + units, 4 * units], packing.packed(whole, rows: rows + units, units: units))
      if let bias { writer.add("bias", shape: [4 * units], packing.packed(bias.elements, rows: 1, units: units)) }
      writer.metadata["forget_bias"] = "0"
    }
    return writer.serialized()
  }
}
