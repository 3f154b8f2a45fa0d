internal import LSTMContract

extension DesignedProbes {
  /// Each activation on its own, where the tanh activation and where the sigmoid stands.
  static var otherActivations: [Probe<Scalar>] {
    let values: [Double] = [-3.5, -2.7, -1.1, 0.6, 2.6, 2.9, 9.5]
    return Activation.allCases.flatMap { activation -> [Probe<Scalar>] in
      [
        probe("\(activation.rawValue) as the candidate's activation", .candidate) {
          $0.options.tanhActivation = activation
          $0.units = values.count
          $0.bias = { gate, unit in gate == .j ? values[unit] : 0.5 }
          $0.initialC = { _, unit in values[unit] / 2 }
        },
        probe("\(activation.rawValue) as the gates' activation", .inputGate) {
          $0.options.sigmoidActivation = activation
          $0.units = values.count
          $0.bias = { gate, unit in gate == .j ? 0.9 : values[(unit + gate.rawValue) % values.count] }
          $0.initialC = { _, unit in 0.75 - Double(unit % 3) / 2 }
        },
      ]
    }
  }

  /// Two and more steps: what is fed back, what is carried, what is returned.
  static var recurrences: [Probe<Scalar>] {
    [
      probe("h fed back", .preActivation) {
        ($0.timeSteps, $0.units) = (2, 3)
        $0.bias = { gate, _ in gate == .j ? 0.9 : 0.25 }
        $0.hiddenKernel = { number(3, $0, $1.rawValue, $2) }
      },
      probe("c carried", .cellState) {
        ($0.timeSteps, $0.units) = (3, 2)
        $0.bias = { gate, unit in number(4, gate.rawValue, unit) }
        $0.initialC = { _, unit in 1.5 - 2 * Double(unit) }
      },
      dense("a dense sequence", .preActivation) { _ in },
      dense("a dense sequence in time-major layout", .outputOrder) { $0.options.layout = .timeMajor },
      dense("a dense sequence without bias", .preActivation) { $0.bias = nil },
      dense("a dense sequence from zero states", .finalState) {
        $0.initialH = { _, _ in 0 }
        $0.initialC = { _, _ in 0 }
      },
      dense("a dense sequence with as many features as units", .preActivation) { $0.inputSize = $0.units },
    ]
  }

  /// Random-looking data in every array, of unlike sizes.
  static func dense(
    _ name: String, _ equation: Equation, _ edit: (inout ProbeDesign) -> Void
  ) -> Probe<Scalar> {
    probe(name, equation) {
      $0 = .dense
      edit(&$0)
    }
  }

  /// Each shape of mask, forwards and backwards, under both rules for the output of a masked step.
  static var masks: [Probe<Scalar>] {
    let shapes: [(String, Equation, (Int, Int) -> Bool)] = [
      ("padding on the right", .maskedOutput, { time, row in time < 4 - row }),
      ("padding on the left", .maskedState, { time, row in time > row }),
      ("holes in the mask", .maskedState, { time, row in time != 1 + row % 2 }),
      ("a row that is masked throughout", .maskedRow, { time, row in row != 1 && time != 3 }),
      ("a mask that is true throughout", .maskedState, { _, _ in true }),
      ("a mask that is false throughout", .maskedRow, { _, _ in false }),
    ]
    var probes = shapes.flatMap { name, equation, mask in
      [(false, false), (false, true), (true, false), (true, true)].map { backwards, zero in
        dense(
          name + (backwards ? ", backwards" : "") + (zero ? ", zero output" : ""),
          backwards && equation != .maskedRow ? .maskDirection : equation
        ) {
          $0.mask = mask
          $0.options.goBackwards = backwards
          $0.options.zeroOutputForMask = zero
        }
      }
    }
    probes.append(
      dense("NaN and infinity at masked steps", .maskedValues) {
        $0.mask = { time, row in time != 1 + row % 2 }
        $0.input = { time, row, feature in
          time != 1 + row % 2 ? number(5, time, row, feature) : feature == 0 ? .nan : .infinity
        }
      })
    return probes
  }

  /// Direction, order of the outputs and layout. Without padding they show what masks hide.
  static func directions(padded isPadded: Bool) -> [Probe<Scalar>] {
    OutputOrder.allCases.flatMap { order in
      AxisLayout.allCases.map { layout in
        dense(
          "backwards, \(order.rawValue) order, \(layout.rawValue)" + (isPadded ? ", padded" : ""),
          order == .aligned || !isPadded ? .outputOrder : .maskDirection
        ) {
          $0.options.goBackwards = true
          $0.options.outputOrder = order
          $0.options.layout = layout
          if isPadded { $0.mask = { time, row in time < 4 - row } }
        }
      }
    }
  }
}
