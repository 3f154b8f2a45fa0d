internal import LSTMContract

extension DesignedProbes {
  /// Empty problems, and values at the ends of the format.
  static var edges: [Probe<Scalar>] {
    let least = Double(Scalar.leastNormalMagnitude)
    return [
      dense("no time steps", .emptyProblem) { $0.timeSteps = 0 },
      dense("no rows", .emptyProblem) { $0.batch = 0 },
      dense("NaN in one row", .preActivation) {
        $0.input = { time, row, feature in time == 1 && row == 1 ? .nan : number(5, time, row, feature) }
      },
      dense("infinity in one row", .preActivation) {
        $0.input = { time, row, feature in time == 1 && row == 1 ? .infinity : number(5, time, row, feature) }
      },
      probe("the largest pre-activations", .preActivation) {
        $0.input = { _, _, _ in Double(Scalar.greatestFiniteMagnitude) / 2 }
        $0.inputKernel = { _, _, unit in unit == 0 ? 1.5 : -1.5 }
        $0.initialC = { _, _ in 1 }
      },
      probe("subnormal pre-activations", .preActivation) {
        $0.options.tanhActivation = .identity
        $0.bias = { gate, unit in gate == .j ? (unit == 0 ? least / 3 : -least / 5) : 0 }
      },
      probe("zeros of both signs", .preActivation) {
        $0.input = { _, _, _ in -0.0 }
        $0.initialC = { _, unit in unit == 0 ? 0 : -0.0 }
        $0.bias = nil
      },
      probe("pre-activations beyond the exponential's range", .inputGate) {
        $0.units = 4
        $0.bias = { gate, unit in gate == .j ? 1 : [-800, 800, -110, 110][unit] }
        $0.initialC = { _, _ in 1 }
      },
    ]
  }

  /// Sizes on both sides of the widths of vectors and blocks.
  static var sizes: [Probe<Scalar>] {
    func sized(_ name: String, _ edit: (inout ProbeDesign) -> Void) -> Probe<Scalar> {
      dense("sizes: \(name)", .preActivation) { design in
        edit(&design)
        // Damped, so that nothing saturates.
        let damping = 1 / Double(design.inputSize + design.units).squareRoot()
        design.inputKernel = { damping * number(8, $0, $1.rawValue, $2) }
        design.hiddenKernel = { damping * number(9, $0, $1.rawValue, $2) }
      }
    }
    return [
      sized("one of each") { ($0.timeSteps, $0.batch, $0.inputSize, $0.units) = (1, 1, 1, 1) },
      sized("one step") { $0.timeSteps = 1 }, sized("one row") { $0.batch = 1 }, sized("one unit") { $0.units = 1 },
      sized("one feature") { $0.inputSize = 1 },
    ]
      + [5, 8, 9, 16, 19, 33].map { size in sized("H = \(size)") { $0.units = size } }
      + [5, 8, 9, 16, 19, 33].map { size in sized("I = \(size)") { $0.inputSize = size } }
      + [4, 5, 8, 11].map { size in sized("B = \(size)") { $0.batch = size } }
      + [
        sized("T = 40") { $0.timeSteps = 40 },
        sized("T = 40, masked") {
          $0.timeSteps = 40
          $0.mask = { time, row in (time * (row + 3)) % 7 != 0 }
        },
        sized("I = 4H") { $0.inputSize = 4 * $0.units },
      ]
  }
}
