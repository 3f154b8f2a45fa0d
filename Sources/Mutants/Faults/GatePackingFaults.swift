internal import LSTMContract

extension Mutant {
  /// Input gate and forget gate exchanged: the order of the founding document's prose.
  public static let gatesIFSwapped = Mutant(
    "gates-i-f-swapped", "The packed gates are read as f, i, j, o: input and forget gate change places.",
    class: .gatePacking, origin: .systematic, fault: SwappedGates(first: .i, second: .f))

  /// Candidate and output gate exchanged.
  public static let gatesJOSwapped = Mutant(
    "gates-j-o-swapped", "The packed gates are read as i, f, o, j: candidate and output gate change places.",
    class: .gatePacking, origin: .bugs(["coremltools PR#93"]), fault: SwappedGates(first: .j, second: .o))

  static let gatePackingFaults = [gatesIFSwapped, gatesJOSwapped]
}

/// Two gates read each other's blocks of K, R and b.
private struct SwappedGates: ParameterFault {
  let first: Gate
  let second: Gate

  func prepare<S>(_ parameters: inout GateParameters<S>) { parameters.swap(first, second) }
}
