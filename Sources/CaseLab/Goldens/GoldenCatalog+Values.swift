internal import LSTMContract

extension GoldenCatalog {
  /// One weight of each gate and each kernel at work, so that a wrong place shows.
  static let gateEntries: [Entry] = ["i", "f", "j", "o"].enumerated().flatMap { gate, name -> [Entry] in
    [
      Entry(
        "one-hot-input-kernel-\(name)", "one input feature drives gate \(name) alone",
        catches: "gates packed in another order, or K transposed"
      ) {
        $0.timeSteps = 1
        $0.input = { _, row, feature in feature == row ? 2 : 0 }
        $0.inputKernel = { feature, other, unit in other == gate ? Double(1 + feature + 3 * unit) / 7 : 0 }
        $0.bias = { other, _ in other == 2 ? 1.5 : 0 }
      },
      Entry(
        "one-hot-hidden-kernel-\(name)", "one unit of h0 drives gate \(name) alone",
        catches: "R transposed, or gates of R in another order than those of K"
      ) {
        ($0.timeSteps, $0.units, $0.inputSize) = (1, 3, 1)
        $0.input = { _, _, _ in 0 }
        $0.initialH = { row, unit in unit == row ? 2 : 0 }
        $0.hiddenKernel = { from, other, to in other == gate ? Double(1 + 2 * from - to) / 5 : 0 }
        $0.bias = { other, _ in other == 2 ? -1.5 : 0 }
      },
    ]
  }

  /// Values at which arithmetic breaks.
  static let valueEntries: [Entry] = [
    Entry(
      "exact-sums", "short binary fractions, so that every sum is exact in any order",
      catches: "a term left out, doubled or of the wrong sign"
    ) {
      $0.timeSteps = 1
      $0.input = { time, row, feature in Double(5 * feature - 4 * row - time) / 4 }
      $0.initialH = { row, unit in Double(unit - row) / 2 }
      $0.inputKernel = { Double(37 * $0 + 11 * $1 - 29 * $2) / 256 }
      $0.hiddenKernel = { Double(23 * $1 - 31 * $0 - 17 * $2) / 256 }
      $0.bias = { Double(3 - 2 * $0 + $1) / 4 }
    },
    Entry("counter", "saturated gates that add 1 to c at each step", catches: "c clipped at 3, or a step counted twice")
    {
      ($0.timeSteps, $0.batch) = (6, 1)
      $0.input = { _, _, _ in 1 }
      $0.inputKernel = { feature, gate, _ in gate == 2 && feature == 0 ? 64 : 0 }
      $0.hiddenKernel = { _, _, _ in 0 }
      $0.bias = { gate, _ in gate == 2 ? 0 : 64 }
      $0.initialC = { _, _ in 0 }
    },
    Entry("closed-gates", "gates far on the negative side", catches: "an overflow of exp that gives NaN") {
      $0.bias = { gate, unit in gate == 2 ? 1 : unit == 0 ? -200 : -95 }
      $0.timeSteps = 2
    },
    Entry("far-saturation", "pre-activations of several hundred", catches: "an overflow of exp near 88 or 710") {
      $0.inputKernel = { Double($0 + $1 + $2 + 1) * ($1 % 2 == 0 ? 150 : -150) }
      $0.timeSteps = 2
    },
    Entry("tiny", "numbers around 1e-20", catches: "small values flushed to zero") {
      $0.input = { _, row, feature in Double(1 + row + feature) * 0x1p-66 }
      $0.initialH = { _, unit in Double(1 + unit) * 0x1p-66 }
      $0.initialC = { row, _ in Double(1 - 2 * row) * 0x1p-66 }
      $0.hasBias = false
    },
    Entry(
      "subnormal", "a subnormal input and cell state through identities", catches: "subnormal numbers flushed to zero"
    ) {
      ($0.timeSteps, $0.batch, $0.inputSize, $0.units) = (1, 1, 1, 1)
      $0.options.tanhActivation = .identity
      $0.input = { _, _, _ in 0x1p-140 }
      $0.inputKernel = { _, gate, _ in gate == 2 ? 1 : 0 }
      $0.hiddenKernel = { _, _, _ in 0 }
      $0.initialC = { _, _ in 0x1p-139 }
      $0.bias = { gate, _ in gate == 2 ? 0 : 40 }
    },
    Entry("signed-zeros", "zeros of both signs in every array", catches: "a sign of zero that changes a value") {
      $0.input = { time, row, feature in (time + row + feature) % 2 == 0 ? -0.0 : 1 }
      $0.initialH = { row, unit in (row + unit) % 2 == 0 ? -0.0 : 0 }
      $0.initialC = { row, unit in (row + unit) % 2 == 0 ? 0 : -0.0 }
    },
    Entry(
      "nan-at-masked-steps", "NaN and infinities where the mask is false", catches: "values at masked steps that leak"
    ) {
      $0.mask = [[true, false, true], [false, true, false]]
      $0.input = { time, row, feature in
        let counts = (row == 0) == (time != 1)
        return counts ? Double(feature + time) / 4 - 0.5 : feature == 0 ? .nan : feature == 1 ? .infinity : -.infinity
      }
    },
    Entry("asymmetric-hidden-kernel", "R far from symmetric", catches: "R transposed gate by gate") {
      $0.units = 3
      $0.hiddenKernel = { from, gate, to in from < to ? Double(1 + gate) / 2 : from == to ? 0.25 : 0 }
    },
    Entry("cancellation", "large terms that cancel", catches: "sums in a narrower format") {
      ($0.inputSize, $0.timeSteps) = (4, 1)
      $0.input = { _, _, feature in feature % 2 == 0 ? 1_000.5 : -1_000.25 }
      $0.inputKernel = { _, gate, unit in Double(3 + gate - unit) / 8 }
    },
  ]
}
