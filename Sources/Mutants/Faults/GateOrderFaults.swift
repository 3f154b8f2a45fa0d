internal import LSTMContract

extension Mutant {
  /// Every transposition of two gates that no other table holds, and transpositions in one array alone.
  static let gateOrderFaults: [Mutant] = {
    var mutants: [Mutant] = []
    for first in Gate.allCases {
      for second in Gate.allCases where first.rawValue < second.rawValue {
        let names = "\(first)-\(second)"
        if !["i-f", "j-o"].contains(names) {
          mutants.append(
            Mutant(
              "gates-\(names)-swapped", "The gates \(first) and \(second) change places in K, R and b.",
              class: .gatePacking, origin: names == "f-j" ? .bugs(["tensorflow#29308", "keras#10179"]) : .systematic,
              fault: SwappedArrays(first: first, second: second, arrays: GateArray.allCases)))
        }
        for array in GateArray.allCases {
          mutants.append(
            Mutant(
              "\(array.name)-\(names)-swapped",
              "The gates \(first) and \(second) change places in the \(array.words) alone.",
              class: .gatePacking, origin: .systematic,
              fault: SwappedArrays(first: first, second: second, arrays: [array])))
        }
      }
    }
    return mutants
  }()
}

/// One of the three packed arrays.
enum GateArray: CaseIterable {
  case kernel, hidden, bias

  var name: String {
    switch self {
    case .kernel: "input-kernel"
    case .hidden: "hidden-kernel"
    case .bias: "bias"
    }
  }

  var words: String { name.replacing("-", with: " ") }
}

/// Two gates read each other's blocks of some arrays.
private struct SwappedArrays: ParameterFault {
  let first: Gate
  let second: Gate
  let arrays: [GateArray]

  func prepare<S: LSTMScalar>(_ parameters: inout GateParameters<S>) {
    for array in arrays {
      let (a, b) = (parameters[first], parameters[second])
      switch array {
      case .kernel: (parameters[first].kernel, parameters[second].kernel) = (b.kernel, a.kernel)
      case .hidden: (parameters[first].hidden, parameters[second].hidden) = (b.hidden, a.hidden)
      case .bias: (parameters[first].bias, parameters[second].bias) = (b.bias, a.bias)
      }
    }
  }
}
