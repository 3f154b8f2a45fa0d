internal import LSTMContract

extension Mutant {
  /// R transposed within each gate.
  public static let hiddenKernelTransposed = Mutant(
    "hidden-kernel-transposed", "Each gate's block of the hidden kernel is transposed.", class: .parameters,
    origin: .bugs(["keras PR#8307"]), fault: TransposedHiddenKernel(), smallestUnits: 2)

  /// The bias of the forget gate left out.
  public static let forgetBiasDropped = Mutant(
    "forget-bias-dropped", "The bias of the forget gate is not added.", class: .parameters, origin: .systematic,
    fault: DroppedBias(gate: .f))

  static let parameterFaults = [hiddenKernelTransposed, forgetBiasDropped]
}

/// R, [H, H] in each gate, becomes its transpose.
private struct TransposedHiddenKernel: ParameterFault {
  func prepare<S>(_ parameters: inout GateParameters<S>) {
    for gate in Gate.allCases {
      let block = parameters[gate].hidden
      parameters[gate].hidden = block.indices.map { column in block.map { $0[column] } }
    }
  }
}

/// The bias of one gate is zero.
private struct DroppedBias: ParameterFault {
  let gate: Gate

  func prepare<S>(_ parameters: inout GateParameters<S>) {
    parameters[gate].bias = parameters[gate].bias.map { _ in 0 }
  }
}
