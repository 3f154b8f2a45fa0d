internal import CaseLab
internal import LSTMContract

extension LSTMShape {
  /// Whether a case of this shape is very large: only a drawn tenth of them is asked everything.
  ///
  /// What counts is the products, the functions of each step and row, and an interpreter's loop over steps.
  var isVeryLarge: Bool {
    let (stepCost, loopCost, limit) = (1 << 9, 1 << 11, 1 << 20)
    return max(products, timeSteps * batch * stepCost, timeSteps * loopCost) > limit
  }

  /// Whether the kernels are so large that the copies of a second problem or of an interpreter would decide how much
  /// memory a run takes: such a case is judged by the step oracle alone.
  var hasHugeKernels: Bool {
    4 * units * (inputSize + units) > 4_500_000
  }
}

/// Whether everything is asked of a case: of a very large one in ten, drawn by the seed and the index.
///
/// The others are judged by the step oracle and, unless their kernels are huge, put to a law about calls; the
/// reference, laws of two problems, pairs of subjects, the second tier and the standard mistakes pass them over.
func asksEverything(of shape: LSTMShape, seed: UInt64, index: Int) -> Bool {
  guard !shape.hasHugeKernels else { return false }
  return !shape.isVeryLarge || CounterRandom(seed: seed, case: UInt64(index)).stream(0x4E75_6D50).below(10, at: 0) == 0
}
