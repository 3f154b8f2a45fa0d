internal import LSTMContract

extension Activation {
  /// Replaces each value by its activation.
  func replace<Scalar: MatrixScalar>(_ values: UnsafeMutableBufferPointer<Scalar>) {
    switch kind {
    case .tanh:
      Scalar.replaceByTangents(values)
    case .sigmoid:
      // 0.5 + 0.5 tanh(x/2): the halves are exact, so the error is half that of tanh and half an ulp: under 3 u.
      for k in values.indices { values[k] *= 0.5 }
      Scalar.replaceByTangents(values)
      for k in values.indices { values[k] = 0.5 + 0.5 * values[k] }
    case .hardSigmoid where self == .hardSigmoidFifth:
      for k in values.indices { values[k] = confine((values[k] + 2.5) / 5) }
    case .hardSigmoid: for k in values.indices { values[k] = confine((values[k] + 3) / 6) }
    case .relu: for k in values.indices where values[k] < 0 { values[k] = 0 }
    case .identity: break
    }
  }

  /// `x` confined to [0, 1]; NaN stays NaN.
  private func confine<Scalar: MatrixScalar>(_ x: Scalar) -> Scalar {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    return x
  }
}
