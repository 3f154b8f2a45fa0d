internal import CLSTMKernels
internal import LSTMContract

/// The kernels of one scalar type and instruction set.
struct KernelTable<Scalar: LSTMScalar> {
  /// z += x·W: x [rows, inner], W [inner, columns], rows of z `stride` apart.
  let accumulate:
    (
      _ x: UnsafePointer<Scalar>, _ w: UnsafePointer<Scalar>, _ z: UnsafeMutablePointer<Scalar>, _ rows: Int,
      _ inner: Int, _ columns: Int, _ stride: Int
    ) -> Void
  /// E2 to E7 of one row: z [4H] to c and h [H].
  let cell:
    (
      _ z: UnsafePointer<Scalar>, _ c: UnsafeMutablePointer<Scalar>, _ h: UnsafeMutablePointer<Scalar>, _ units: Int,
      _ options: LSTMOptions
    ) -> Void
}

extension KernelTable where Scalar == Float {
  static func float(_ instructionSet: InstructionSet) -> KernelTable {
    let kernels = clstm_select_f32(instructionSet.kernels)
    return KernelTable(
      accumulate: { x, w, z, rows, inner, columns, stride in
        kernels.accumulate(x, w, z, rows, inner, columns, stride)
      },
      cell: { z, c, h, units, options in
        kernels.cell(z, c, h, units, options.tanhActivation.kernel, options.sigmoidActivation.kernel)
      })
  }
}

extension KernelTable where Scalar == Double {
  static func double(_ instructionSet: InstructionSet) -> KernelTable {
    let kernels = clstm_select_f64(instructionSet.kernels)
    return KernelTable(
      accumulate: { x, w, z, rows, inner, columns, stride in
        kernels.accumulate(x, w, z, rows, inner, columns, stride)
      },
      cell: { z, c, h, units, options in
        kernels.cell(z, c, h, units, options.tanhActivation.kernel, options.sigmoidActivation.kernel)
      })
  }
}

extension Activation {
  fileprivate var kernel: clstm_activation {
    switch self {
    case .tanh: CLSTM_TANH
    case .sigmoid: CLSTM_SIGMOID
    case .hardSigmoidFifth: CLSTM_HARD_SIGMOID_FIFTH
    case .hardSigmoidSixth: CLSTM_HARD_SIGMOID_SIXTH
    case .relu: CLSTM_RELU
    case .identity: CLSTM_IDENTITY
    }
  }
}
