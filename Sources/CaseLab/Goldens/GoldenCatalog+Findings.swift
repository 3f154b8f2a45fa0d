internal import LSTMContract

extension GoldenCatalog {
  /// The smallest cases on which shipping implementations disagree (Docs/findings). One row, one feature, one unit;
  /// the weights are 0.5, 0.25 and 0, so that a person can follow the numbers. Each keeps the scalar type in which it was
  /// published.
  static let findingEntries: [Entry] = [
    finding(
      "leading-mask", in: .double, "a masked first step with an initial h",
      catches: "h0 as the output before the first step that counts"
    ) {
      $0.mask = [[false, true]]
      $0.initialH = { _, _ in 0.9 }
    },
    finding("zero-output", "zero output at a masked last step", catches: "the output before it instead of 0") {
      $0.mask = [[true, false]]
      $0.options.zeroOutputForMask = true
    },
    finding(
      "zero-output-backward", "zero output at a masked step, backward", catches: "zeros by a mask that is not reversed"
    ) {
      $0.mask = [[true, false]]
      $0.options.zeroOutputForMask = true
      $0.options.goBackwards = true
    },
    finding(
      "mask-backward", in: .double, "a mask, backward", catches: "a layer that breaks on a mask and a reversed sequence"
    ) {
      $0.mask = [[true, false]]
      $0.options.goBackwards = true
    },
    finding(
      "length-zero", "a sequence of length 0 with initial states",
      catches: "final states of 0, or of the padding, instead of h0 and c0"
    ) {
      $0.mask = [[false, false]]
      $0.options.zeroOutputForMask = true
      $0.initialH = { _, _ in 0.9 }
      $0.initialC = { _, _ in 0.5 }
    },
    finding(
      "no-steps", "no time steps, with initial states",
      catches: "final states of 0, or of memory that nobody wrote, instead of h0 and c0"
    ) {
      $0.timeSteps = 0
      $0.initialH = { _, _ in 0.9 }
      $0.initialC = { _, _ in 0.5 }
    },
    finding(
      "backward-states", in: .double, "the final states, backward",
      catches: "the states of the first step processed instead of the last"
    ) {
      $0.options.goBackwards = true
      $0.options.outputOrder = .aligned
    },
    finding(
      "negative-zero-past-the-end", "zeros past the end behind a negative output",
      catches: "zeros made by a product, which are -0"
    ) {
      $0.mask = [[true, false]]
      $0.options.zeroOutputForMask = true
      $0.initialC = { _, _ in -1 }
    },
    finding(
      "identity-activation", "the identity for tanh", catches: "an output from the candidate instead of the cell state"
    ) {
      $0.options.tanhActivation = .identity
    },
  ]

  private static func finding(
    _ name: String, in scalar: ScalarKind = .float, _ purpose: String, catches: String,
    _ edit: (inout GoldenSketch) -> Void
  ) -> Entry {
    Entry("finding-\(name)", in: scalar, purpose, catches: catches) {
      ($0.timeSteps, $0.batch, $0.inputSize, $0.units) = (2, 1, 1, 1)
      $0.hasBias = false
      $0.bias = { _, _ in 0 }
      $0.input = { time, _, _ in Double(time + 1) }
      $0.initialH = { _, _ in 0 }
      $0.initialC = { _, _ in 0 }
      $0.inputKernel = { _, _, _ in 0.5 }
      $0.hiddenKernel = { _, _, _ in 0.25 }
      edit(&$0)
    }
  }
}
