public import LSTMContract

/// A way in which a library names, packs and transposes the weights of one LSTM layer.
public enum WeightConvention: String, CaseIterable, Sendable {
  /// input_kernel [I, 4H], hidden_kernel [H, 4H], bias [4H]; gates i, f, j, o.
  case contract = "lstm-verify"
  /// kernel [I, 4H], recurrent_kernel [H, 4H], bias [4H]; gates i, f, c, o.
  case keras
  /// weight_ih_l0 [4H, I], weight_hh_l0 [4H, H], bias_ih_l0 and bias_hh_l0 [4H], which are added; gates i, f, g, o.
  case pytorch
  /// W [1, 4H, I], R [1, 4H, H], B [1, 8H]: two biases, which are added; gates i, o, f, c.
  case onnx
  /// weights_layer [1, 1, I, 4, H], weights_iter [1, 1, H, 4, H], bias [1, 1, 4, H] (ldigo, ldigo, ldgo); gates i, f, c, o.
  case onednn
  /// W [1, 4H, I], R [1, 4H, H], B [1, 4H]; gates f, i, c, o.
  case openvino
  /// A matrix [H, I] or [H, H] and a bias [H] for each gate: input_to_forget_weights, forget_gate_bias and so on.
  case tflite
  /// kernel [I + H, 4H], bias [4H]; gates i, j, f, o. `forget_bias` in the metadata (1 where it is missing) is added to
  /// the bias of f when the cell runs.
  case tf1 = "tf1-basic-lstm-cell"

  /// The order in which the gates are packed.
  public var gates: [Gate] {
    switch self {
    case .contract, .keras, .pytorch, .onednn: [.i, .f, .j, .o]
    case .onnx: [.i, .o, .f, .j]
    case .openvino: [.f, .i, .j, .o]
    case .tflite: [.i, .f, .j, .o]
    case .tf1: [.i, .j, .f, .o]
    }
  }

  /// The tensors of a layer, in words.
  public var summary: String {
    switch self {
    case .contract: "input_kernel [I, 4H], hidden_kernel [H, 4H], bias [4H]; gates i,f,j,o"
    case .keras: "kernel [I, 4H], recurrent_kernel [H, 4H], bias [4H]; gates i,f,c,o"
    case .pytorch: "weight_ih_l0 [4H, I], weight_hh_l0 [4H, H], bias_ih_l0 and bias_hh_l0 [4H]; gates i,f,g,o"
    case .onnx: "W [1, 4H, I], R [1, 4H, H], B [1, 8H]; gates i,o,f,c"
    case .onednn: "weights_layer [1, 1, I, 4, H], weights_iter [1, 1, H, 4, H], bias [1, 1, 4, H]; gates i,f,c,o"
    case .openvino: "W [1, 4H, I], R [1, 4H, H], B [1, 4H]; gates f,i,c,o"
    case .tflite: "input_to_*_weights [H, I], recurrent_to_*_weights [H, H], *_bias [H], for each gate"
    case .tf1: "kernel [I + H, 4H], bias [4H]; gates i,j,f,o; metadata forget_bias"
    }
  }
}

/// The weights of one layer, as the contract packs them.
public struct LayerWeights<Scalar: LSTMScalar>: Sendable, Equatable {
  /// K: [I, 4H].
  public var inputKernel: Tensor<Scalar>
  /// R: [H, 4H].
  public var hiddenKernel: Tensor<Scalar>
  /// b: [4H], or none.
  public var bias: Tensor<Scalar>?
}

/// The weights of one layer in the scalar type of their file.
public enum AnyLayerWeights: Sendable {
  /// 32 bits.
  case float(LayerWeights<Float>)
  /// 64 bits.
  case double(LayerWeights<Double>)

  /// - Throws: `CaseFileError` where a tensor is missing, unknown, or has another shape than the others ask for.
  public init(_ file: Safetensors, as convention: WeightConvention) throws(CaseFileError) {
    guard let first = file.entries.first else { throw CaseFileError(file: file.name, what: "found no tensor") }
    switch first.type {
    case .double: self = .double(try LayerWeights(file, as: convention))
    default: self = .float(try LayerWeights(file, as: convention))
    }
  }

  /// The file in another convention, the same bytes on every machine.
  public func serialized(as convention: WeightConvention) -> [UInt8] {
    switch self {
    case .float(let weights): weights.serialized(as: convention)
    case .double(let weights): weights.serialized(as: convention)
    }
  }

  /// I and H.
  public var sizes: (inputSize: Int, units: Int) {
    switch self {
    case .float(let weights): (weights.inputKernel.shape[0], weights.hiddenKernel.shape[0])
    case .double(let weights): (weights.inputKernel.shape[0], weights.hiddenKernel.shape[0])
    }
  }
}
