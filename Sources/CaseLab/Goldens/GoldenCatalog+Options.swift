internal import LSTMContract

extension GoldenCatalog {
  /// Layouts, directions, output orders, states and bias.
  static let optionEntries: [Entry] = [
    Entry("batch-major", "the plain case in batch-major layout", catches: "axes read in the other layout") { _ in },
    Entry("time-major", "the plain case in time-major layout", catches: "time_major ignored") {
      $0.options.layout = .timeMajor
    },
    Entry(
      "square-layout", "as many rows as steps, so that no shape tells the layouts apart",
      catches: "a layout that is silently ignored"
    ) {
      ($0.timeSteps, $0.batch) = (3, 3)
      $0.options.layout = .timeMajor
    },
    Entry(
      "backward", "a sequence from its end, outputs in processing order",
      catches: "go_backwards ignored, or outputs turned back"
    ) {
      $0.options.goBackwards = true
    },
    Entry(
      "backward-aligned", "a sequence from its end, outputs beside their inputs",
      catches: "outputs left in processing order"
    ) {
      $0.options.goBackwards = true
      $0.options.outputOrder = .aligned
    },
    Entry(
      "backward-time-major", "a sequence from its end in time-major layout",
      catches: "the batch axis reversed in place of time"
    ) {
      $0.options.goBackwards = true
      $0.options.layout = .timeMajor
      $0.batch = 3
    },
    Entry("zero-state", "h0 and c0 of zero", catches: "a state left over from another call") {
      $0.initialH = { _, _ in 0 }
      $0.initialC = { _, _ in 0 }
    },
    Entry("only-h0", "c0 of zero and h0 not", catches: "h0 and c0 exchanged, or h0 dropped") {
      $0.initialC = { _, _ in 0 }
    },
    Entry("only-c0", "h0 of zero and c0 not", catches: "h0 and c0 exchanged, or c0 dropped") {
      $0.initialH = { _, _ in 0 }
    },
    Entry("no-bias", "no bias", catches: "a bias invented, such as 1 for the forget gate") { $0.hasBias = false },
    Entry(
      "only-bias", "no input and no state: every gate is a function of its bias",
      catches: "a bias counted twice or dropped"
    ) {
      $0.input = { _, _, _ in 0 }
      $0.initialH = { _, _ in 0 }
      $0.timeSteps = 1
    },
    Entry("state-per-row", "another state in each row", catches: "one state shared by all rows") {
      $0.batch = 3
      $0.initialH = { row, unit in Double(row - 1) / 2 + Double(unit) / 8 }
      $0.initialC = { row, unit in Double(1 - row) - Double(unit) / 4 }
    },
  ]

  /// Every activation in either place.
  static let activationEntries: [Entry] = Activation.allCases.flatMap { activation -> [Entry] in
    let name = activation.rawValue.replacing("/", with: "-over-").replacing("_", with: "-")
    var entries: [Entry] = []
    if activation != .sigmoid {
      entries.append(
        Entry(
          "gates-\(name)", "\(activation.rawValue) for the gates",
          catches: "the sigmoid used whatever is asked for, or the other hard sigmoid"
        ) {
          $0.options.sigmoidActivation = activation
          if !activation.isBounded { $0.inputKernel = { Double($0 + $2 - $1) / 16 } }
        })
    }
    if activation != .tanh {
      entries.append(
        Entry(
          "candidate-\(name)", "\(activation.rawValue) for candidate and cell state",
          catches: "tanh used whatever is asked for, or only in one of its two places"
        ) {
          $0.options.tanhActivation = activation
        })
    }
    return entries
  }

  /// Sizes at which kernels break.
  static let shapeEntries: [Entry] = [
    Entry(
      "no-steps", "T = 0: the states come back and last_output is 0",
      catches: "T = 0 refused, or h0 given as the output"
    ) { $0.timeSteps = 0 },
    Entry("no-rows", "B = 0: everything is empty", catches: "an empty batch that fails") { $0.batch = 0 },
    Entry(
      "one-of-each", "T = B = I = H = 1, small enough for a calculation by hand", catches: "any slip in the equations"
    ) {
      ($0.timeSteps, $0.batch, $0.inputSize, $0.units) = (1, 1, 1, 1)
    },
    Entry("two-by-hand", "I = H = 1, two steps with K = 1/2 and R = 1/4", catches: "a recurrent term that is missing") {
      ($0.timeSteps, $0.batch, $0.inputSize, $0.units) = (2, 1, 1, 1)
      $0.hasBias = false
      $0.input = { time, _, _ in Double(time + 1) }
      $0.inputKernel = { _, _, _ in 0.5 }
      $0.hiddenKernel = { _, _, _ in 0.25 }
      $0.initialH = { _, _ in 0 }
      $0.initialC = { _, _ in 0 }
    },
    Entry("units-5", "H = 5: a vector of four and a tail of one", catches: "the last unit left out or stale") {
      $0.units = 5
    },
    Entry("units-9", "H = 9: a vector of eight and a tail of one", catches: "the tail of a wider vector left out") {
      $0.units = 9
      $0.timeSteps = 2
    },
    Entry(
      "units-17", "H = 17: a vector of sixteen and a tail of one", catches: "the tail of the widest vector left out"
    ) {
      ($0.units, $0.timeSteps, $0.batch, $0.inputSize) = (17, 2, 1, 1)
    },
    Entry("features-17", "I = 17: more terms than a block", catches: "the last feature left out") {
      ($0.inputSize, $0.timeSteps) = (17, 2)
    },
    Entry("rows-5", "B = 5: a block of four rows and one more", catches: "the last row of the batch left out") {
      ($0.batch, $0.timeSteps) = (5, 2)
    },
    Entry("long", "twelve steps", catches: "a state that is lost or rounded on its way") {
      ($0.timeSteps, $0.batch, $0.inputSize) = (12, 1, 2)
    },
  ]
}
