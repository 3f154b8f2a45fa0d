internal import CLSTMKernels
internal import LSTMContract

extension Activation {
  /// The kernels' name of this activation.
  var identifier: clstm_activation {
    switch kind {
    case .tanh: clstm_activation_tanh
    case .sigmoid: clstm_activation_sigmoid
    case .hardSigmoid where self == .hardSigmoidFifth: clstm_activation_hard_sigmoid_fifth
    case .hardSigmoid: clstm_activation_hard_sigmoid_sixth
    case .relu: clstm_activation_relu
    case .identity: clstm_activation_identity
    }
  }
}
