internal import LSTMContract

extension LayerWeights {
  /// Reads a layer. Two biases are added, and so is a forget bias; each sum rounds once.
  ///
  /// - Throws: `CaseFileError`, which names the tensor.
  init(_ file: Safetensors, as convention: WeightConvention) throws(CaseFileError) {
    if let layout = convention.layout {
      try self.init(file, layout)
    } else if convention == .tflite {
      try self.init(gatesApart: file)
    } else {
      try self.init(kernelsTogether: file, convention)
    }
  }

  private init(_ file: Safetensors, _ layout: WeightLayout) throws(CaseFileError) {
    try file.expectOnly([layout.inputKernel, layout.hiddenKernel] + layout.biases)
    let (rows, units) = try Self.sizes(file, layout.inputKernel, layout.hiddenKernel, gates: 4)
    let input: [Scalar] = try file.elements(layout.inputKernel, layout.kernelShape(rows, units))
    let hidden: [Scalar] = try file.elements(layout.hiddenKernel, layout.kernelShape(units, units))
    inputKernel = filled([rows, 4 * units], layout.packing.unpacked(input, rows: rows, units: units))
    hiddenKernel = filled([units, 4 * units], layout.packing.unpacked(hidden, rows: units, units: units))
    var parts: [[Scalar]] = []
    for name in layout.biases where file.entry(name) != nil {
      let found: [Scalar] = try file.elements(name, layout.biasShape(units))
      parts += stride(from: 0, to: found.count, by: 4 * units).map {
        layout.packing.unpacked(Array(found[$0..<$0 + 4 * units]), rows: 1, units: units)
      }
    }
    bias = parts.isEmpty ? nil : filled([4 * units], parts.dropFirst().reduce(parts[0]) { zip($0, $1).map(+) })
  }

  /// TensorFlow Lite: a matrix and a vector for each gate.
  private init(gatesApart file: Safetensors) throws(CaseFileError) {
    try file.expectOnly(Gate.allCases.flatMap { [$0.tfliteInput, $0.tfliteRecurrent, $0.tfliteBias] })
    let (rows, units) = try Self.sizes(file, Gate.i.tfliteInput, Gate.i.tfliteRecurrent, gates: 1)
    // Side by side they are one kernel of [4H, rows].
    let packing = GatePacking(gates: Gate.allCases, gatesFirst: true)
    var (input, hidden, vector): ([Scalar], [Scalar], [Scalar]) = ([], [], [])
    for gate in Gate.allCases {
      input += try file.elements(gate.tfliteInput, [units, rows])
      hidden += try file.elements(gate.tfliteRecurrent, [units, units])
      if file.entry(gate.tfliteBias) != nil { vector += try file.elements(gate.tfliteBias, [units]) }
    }
    guard vector.isEmpty || vector.count == 4 * units else {
      throw CaseFileError(file: file.name, what: "found a bias for some of the gates, expected all or none")
    }
    inputKernel = filled([rows, 4 * units], packing.unpacked(input, rows: rows, units: units))
    hiddenKernel = filled([units, 4 * units], packing.unpacked(hidden, rows: units, units: units))
    bias = vector.isEmpty ? nil : filled([4 * units], vector)
  }

  /// TensorFlow 1: one kernel whose first I rows are K and whose last H rows are R.
  private init(kernelsTogether file: Safetensors, _ convention: WeightConvention) throws(CaseFileError) {
    try file.expectOnly(["kernel", "bias"])
    let shape = file.entry("kernel")?.shape ?? []
    guard shape.count == 2, shape[1] > 0, shape[1] % 4 == 0, shape[0] > shape[1] / 4 else {
      throw file.error("kernel", "expected [I + H, 4H]")
    }
    let (columns, units) = (shape[1], shape[1] / 4)
    let rows = shape[0] - units
    let packing = GatePacking(gates: convention.gates, gatesFirst: false)
    let whole: [Scalar] = packing.unpacked(try file.elements("kernel", shape), rows: shape[0], units: units)
    inputKernel = filled([rows, columns], Array(whole[..<(rows * columns)]))
    hiddenKernel = filled([units, columns], Array(whole[(rows * columns)...]))
    let text = file.metadata["forget_bias"] ?? "1"
    guard let forgetBias = Double(text), forgetBias.isFinite else {
      throw CaseFileError(
        file: file.name, place: "metadata 'forget_bias'", what: "found \(quoted(text)), expected a number")
    }
    var vector = [Scalar](repeating: 0, count: columns)
    if file.entry("bias") != nil {
      vector = packing.unpacked(try file.elements("bias", [columns]), rows: 1, units: units)
    }
    if forgetBias != 0 { for unit in units..<2 * units { vector[unit] += Scalar(forgetBias) } }
    bias = file.entry("bias") == nil && forgetBias == 0 ? nil : filled([columns], vector)
  }

  /// I and H, from the number of elements of the kernels.
  private static func sizes(
    _ file: Safetensors, _ input: String, _ hidden: String, gates: Int
  ) throws(CaseFileError) -> (rows: Int, units: Int) {
    let count = file.entry(hidden)?.shape.reduce(1) { $0.multipliedReportingOverflow(by: $1).partialValue } ?? 0
    let units = Int(Double(count / gates).squareRoot().rounded())
    guard units > 0, gates * units * units == count else {
      throw file.error(hidden, "expected a kernel from H to \(gates == 1 ? "H" : "4H")")
    }
    let elements = file.entry(input)?.shape.reduce(1) { $0.multipliedReportingOverflow(by: $1).partialValue } ?? 0
    guard elements > 0, elements % (gates * units) == 0 else {
      throw file.error(input, "expected a kernel to \(gates == 1 ? "H" : "4H") with H = \(units)")
    }
    return (elements / (gates * units), units)
  }
}

extension Safetensors {
  fileprivate func error(_ tensor: String, _ expected: String) -> CaseFileError {
    let found = entry(tensor).map { "found shape \($0.shape), " } ?? "missing, "
    return CaseFileError(file: name, place: "tensor \(quoted(tensor))", what: found + expected)
  }

  fileprivate func expectOnly(_ names: [String]) throws(CaseFileError) {
    for entry in entries where !names.contains(entry.name) {
      throw CaseFileError(
        file: name, place: "tensor \(quoted(entry.name))",
        what: "unknown name, expected one of: \(names.joined(separator: ", "))")
    }
  }

  fileprivate func elements<Scalar: LSTMScalar>(_ tensor: String, _ shape: [Int]) throws(CaseFileError) -> [Scalar] {
    let found: Tensor<Scalar> = try scalars(of: tensor)
    guard found.shape == shape else { throw error(tensor, "expected \(shape)") }
    return found.elements
  }
}

/// A tensor whose elements are known to fill the shape.
private func filled<Scalar: LSTMScalar>(_ shape: [Int], _ elements: [Scalar]) -> Tensor<Scalar> {
  do {
    return try Tensor(shape: shape, elements: elements)
  } catch {
    preconditionFailure("the elements fill the shape: \(error)")
  }
}
