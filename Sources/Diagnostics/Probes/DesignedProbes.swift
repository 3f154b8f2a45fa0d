internal import LSTMContract

/// The designed probes. Each isolates one equation, one gate or one array, and relies on what earlier ones isolate.
enum DesignedProbes<Scalar: LSTMScalar> {
  static var all: [Probe<Scalar>] {
    gates + products + cells + otherActivations + recurrences + directions(padded: false) + masks
      + directions(padded: true) + edges + sizes
  }

  static func probe(_ name: String, _ equation: Equation, _ edit: (inout ProbeDesign) -> Void) -> Probe<Scalar> {
    var design = ProbeDesign()
    edit(&design)
    return Probe(name, equation, design.problem())
  }

  /// With K = R = 0 the pre-activations are the bias: j first, which no other gate hides, then f, o and i.
  static var gates: [Probe<Scalar>] {
    let ordinary: [Double] = [-1.3, 0.7, 2.1]
    let saturated: [Double] = [-20, 20, -95, 95]
    func scan(_ gate: Gate, _ values: [Double], _ suffix: String) -> Probe<Scalar> {
      probe("the bias of gate \(gate)\(suffix)", gate.equation) {
        $0.units = values.count
        $0.bias = { own, unit in own == gate ? values[unit] : own == .j && gate == .i ? 0.9 + Double(unit) / 8 : 0 }
        $0.initialC = { _, unit in gate == .j || gate == .i ? 0 : 1.5 - Double(unit) }
      }
    }
    return [Gate.j, .f, .o, .i].map { scan($0, ordinary, "") }
      + [Gate.j, .f, .o, .i].map { scan($0, saturated, ", saturated") }
      + [
        probe("a problem of zeros", .cellState) { $0.bias = { _, _ in 0 } },
        probe("a problem without bias", .preActivation) {
          $0.bias = nil
          $0.input = { _, _, _ in 1 }
          $0.inputKernel = { number($0, $1.rawValue, $2) }
        },
      ]
  }

  /// One term in each sum: one-hot x or h0, the block of one gate.
  static var products: [Probe<Scalar>] {
    Gate.allCases.flatMap { gate -> [Probe<Scalar>] in
      func common(_ design: inout ProbeDesign) {
        design.bias = { own, unit in own == .j && gate != .j ? 0.9 + Double(unit) / 8 : 0 }
        design.initialC = { row, unit in gate == .j || gate == .i ? 0 : 1.5 - Double(unit + row) / 2 }
      }
      return [
        probe("the input kernel of gate \(gate)", .preActivation) {
          common(&$0)
          ($0.batch, $0.inputSize) = (3, 3)
          $0.input = { _, row, feature in row == feature ? 1.25 : 0 }
          $0.inputKernel = { feature, own, unit in
            own == gate ? number(1, feature, gate.rawValue, unit) : 0
          }
        },
        probe("the hidden kernel of gate \(gate)", .preActivation) {
          common(&$0)
          ($0.batch, $0.units) = (3, 3)
          $0.initialH = { row, unit in row == unit ? 1.25 : 0 }
          $0.hiddenKernel = { source, own, unit in
            own == gate ? number(2, source, gate.rawValue, unit) : 0
          }
        },
      ]
    }
  }

  static var cells: [Probe<Scalar>] {
    [
      probe("the cell state before", .cellState) {
        $0.units = 4
        $0.initialC = { _, unit in [1.5, -0.75, 0.4, -2.5][unit] }
      },
      probe("a large cell state", .cellState) {
        $0.units = 4
        $0.bias = { gate, _ in gate == .f ? 64 : 0 }
        $0.initialC = { _, unit in [12.5, -4.25, 250, -30][unit] }
      },
      probe("a cell state that counts steps", .cellState) {
        $0.timeSteps = 12
        $0.bias = { gate, unit in gate == .j ? (unit == 0 ? 64 : -64) : 64 }
      },
    ]
  }

}
