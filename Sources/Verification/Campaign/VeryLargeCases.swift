internal import CaseLab
package import LSTMContract

extension LSTMShape {
  /// Whether a case of this shape is very large: only a drawn tenth of them is asked everything.
  ///
  /// What counts is the products, the functions of each step and row, and an interpreter's loop over steps.
  package var isVeryLarge: Bool {
    let (stepCost, loopCost, limit) = (1 << 9, 1 << 11, 1 << 20)
    return max(products, timeSteps * batch * stepCost, timeSteps * loopCost) > limit
  }

  /// How many elements the two kernels have.
  private var kernelSize: Int { 4 * units * (inputSize + units) }

  /// How many elements the input, the outputs and the kernels have.
  var elementCount: Int { timeSteps * batch * (inputSize + units) + kernelSize }

  /// About how many bytes a case takes while it is judged, as measured: four copies of its arrays, and what the oracle
  /// holds for each step, row and unit.
  func judgingBytes(_ scalar: ScalarKind) -> Int {
    4 * scalar.byteCount * elementCount + 512 * timeSteps * batch * (units + 1)
  }

  /// Whether the arrays of a second problem or of an interpreter would decide how much memory a run takes: such a case is
  /// never asked everything.
  fileprivate var leavesNoRoom: Bool { judgingBytes(.double) > 70_000_000 }

  /// Whether a second copy of the kernels would: such a case is judged by the step oracle alone.
  func hasHugeKernels(_ scalar: ScalarKind) -> Bool { kernelSize * scalar.byteCount > 24_000_000 }

  /// Whether the kernels themselves would, in double.
  fileprivate var isDrawnInFloat: Bool { kernelSize > 4_500_000 }
}

extension ScalarKind {
  /// Bytes of an element.
  fileprivate var byteCount: Int { self == .float ? MemoryLayout<Float>.size : MemoryLayout<Double>.size }
}

extension CampaignConfiguration {
  /// The scalar type of a case: the types take turns, but the largest kernels are drawn in float where that is asked
  /// for, so that they decide less of the memory that a run takes.
  func scalar(at index: Int, of shape: LSTMShape) -> ScalarKind {
    shape.isDrawnInFloat && scalars.contains(.float) ? .float : scalars[index % scalars.count]
  }
}

/// Whether everything is asked of a case: of one very large case in ten, drawn by the seed and the index, and of none
/// that takes most of the memory of a run.
///
/// The others are judged by the step oracle and, unless their kernels are huge, put to a law about calls; the
/// reference, laws of two problems, pairs of subjects, the second tier and the standard mistakes pass them over.
func asksEverything(of shape: LSTMShape, seed: UInt64, index: Int) -> Bool {
  guard !shape.leavesNoRoom else { return false }
  return !shape.isVeryLarge || CounterRandom(seed: seed, case: UInt64(index)).stream(0x4E75_6D50).below(10, at: 0) == 0
}
