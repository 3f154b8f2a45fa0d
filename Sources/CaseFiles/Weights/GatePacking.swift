internal import LSTMContract

/// Where the four blocks of a kernel stand: which order, and whether along the first axis or the last.
struct GatePacking {
  var gates: [Gate]
  var gatesFirst: Bool

  /// A kernel in the contract's order [rows, 4H], from one that is packed so.
  func unpacked<Scalar>(_ elements: [Scalar], rows: Int, units: Int) -> [Scalar] {
    var result = elements
    for place in places(rows, units) { result[place.contract] = elements[place.packed] }
    return result
  }

  /// A kernel packed so, from one in the contract's order.
  func packed<Scalar>(_ elements: [Scalar], rows: Int, units: Int) -> [Scalar] {
    var result = elements
    for place in places(rows, units) { result[place.packed] = elements[place.contract] }
    return result
  }

  /// Where each element stands in the contract's order and in this one.
  private func places(_ rows: Int, _ units: Int) -> [(contract: Int, packed: Int)] {
    let columns = 4 * units
    return (0..<rows).flatMap { row in
      gates.enumerated().flatMap { place, gate in
        (0..<units).map { unit in
          let column = place * units + unit
          return (
            row * columns + gate.rawValue * units + unit, gatesFirst ? column * rows + row : row * columns + column
          )
        }
      }
    }
  }
}

/// The three arrays of a convention that has three, or its two biases.
struct WeightLayout {
  var packing: GatePacking
  var inputKernel: String
  var hiddenKernel: String
  var biases: [String]
  /// Biases of one tensor, one after the other.
  var biasesPerTensor = 1
  /// The shape of a kernel of so many rows and units.
  var kernelShape: (_ rows: Int, _ units: Int) -> [Int]
  /// The shape of a bias.
  var biasShape: (_ units: Int) -> [Int]
}

extension WeightConvention {
  /// The layout, or nil for the two that have no such kernels.
  var layout: WeightLayout? {
    let last = GatePacking(gates: gates, gatesFirst: false)
    let first = GatePacking(gates: gates, gatesFirst: true)
    switch self {
    case .contract, .keras:
      return WeightLayout(
        packing: last, inputKernel: self == .keras ? "kernel" : "input_kernel",
        hiddenKernel: self == .keras ? "recurrent_kernel" : "hidden_kernel", biases: ["bias"],
        kernelShape: { [$0, 4 * $1] }, biasShape: { [4 * $0] })
    case .pytorch:
      return WeightLayout(
        packing: first, inputKernel: "weight_ih_l0", hiddenKernel: "weight_hh_l0",
        biases: ["bias_ih_l0", "bias_hh_l0"],
        kernelShape: { [4 * $1, $0] }, biasShape: { [4 * $0] })
    case .onnx, .openvino:
      let count = self == .onnx ? 2 : 1
      return WeightLayout(
        packing: first, inputKernel: "W", hiddenKernel: "R", biases: ["B"], biasesPerTensor: count,
        kernelShape: { [1, 4 * $1, $0] }, biasShape: { [1, 4 * count * $0] })
    case .onednn:
      return WeightLayout(
        packing: last, inputKernel: "weights_layer", hiddenKernel: "weights_iter", biases: ["bias"],
        kernelShape: { [1, 1, $0, 4, $1] }, biasShape: { [1, 1, 4, $0] })
    case .tflite, .tf1: return nil
    }
  }
}

extension Gate {
  var tfliteInput: String { "input_to_\(tfliteName)_weights" }
  var tfliteRecurrent: String { "recurrent_to_\(tfliteName)_weights" }
  var tfliteBias: String { self == .j ? "cell_bias" : "\(tfliteName)_gate_bias" }

  private var tfliteName: String {
    switch self {
    case .i: "input"
    case .f: "forget"
    case .j: "cell"
    case .o: "output"
    }
  }
}
