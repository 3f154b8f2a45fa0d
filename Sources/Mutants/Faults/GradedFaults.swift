internal import LSTMContract

extension Mutant {
  private static let sizes = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8]

  /// Faults with a size e, from gross to below what the arithmetic itself may do.
  static let gradedFaults: [Mutant] = sizes.enumerated().flatMap { number, size -> [Mutant] in
    GradedKind.allCases.map { kind in
      Mutant(
        "\(kind.rawValue)-1e-\(number + 2)", "\(kind.sentence) 1e-\(number + 2).", class: .graded, origin: .systematic,
        fault: Graded(kind: kind, size: size))
    }
  }
}

enum GradedKind: String, CaseIterable {
  case weight = "weight-scaled"
  case hiddenWeight = "hidden-weight-scaled"
  case bias = "bias-moved"
  case tanh = "tanh-moved"
  case sigmoid = "sigmoid-moved"

  var sentence: String {
    switch self {
    case .weight: "The first weight of gate i in K is scaled by 1 +"
    case .hiddenWeight: "The first weight of gate f in R is scaled by 1 +"
    case .bias: "The first bias of gate o is moved by"
    case .tanh: "tanh of the cell state and the candidate is moved by"
    case .sigmoid: "The sigmoid is moved by"
    }
  }
}

private struct Graded: Fault {
  let kind: GradedKind
  let size: Double

  func prepare<S: LSTMScalar>(_ parameters: inout GateParameters<S>) {
    switch kind {
    case .weight: parameters[.i].kernel[0][0] *= S(1 + size)
    case .hiddenWeight: parameters[.f].hidden[0][0] *= S(1 + size)
    case .bias: parameters[.o].bias[0] += S(size)
    case .tanh, .sigmoid: break
    }
  }

  func value<S: LSTMScalar>(of activation: Activation, at z: S) -> S {
    let value = activation.value(at: z)
    switch (kind, activation) {
    case (.tanh, .tanh), (.sigmoid, .sigmoid): return value + S(size)
    default: return value
    }
  }
}
