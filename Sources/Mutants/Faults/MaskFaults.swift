internal import LSTMContract

extension Mutant {
  /// The input is reversed, the mask is not.
  public static let maskNotReversed = Mutant(
    "mask-not-reversed", "Going backwards, the mask is read forwards: it is not reversed with the input.",
    class: .mask, origin: .bugs(["keras#1934"]), fault: UnreversedMask(), smallestTimeSteps: 2)

  static let namedMaskFaults = [maskNotReversed]
}

/// m_s = mask[s] whatever the direction.
private struct UnreversedMask: Fault {
  func maskTime(ofStep step: Int, in shape: LSTMShape, options: LSTMOptions) -> Int { step }
}

/// A mask by (time, row), without its layout.
struct MaskView: Sendable {
  private let shape: LSTMShape
  let goesBackwards: Bool
  private let elements: [Bool]
  private let layout: AxisLayout

  init?<S: LSTMScalar>(_ problem: LSTMProblem<S>) {
    guard let mask = problem.mask else { return nil }
    elements = mask.elements
    shape = problem.shape
    layout = problem.options.layout
    goesBackwards = problem.options.goBackwards
  }

  var steps: Int { shape.timeSteps }
  var batch: Int { shape.batch }

  func position(_ time: Int, _ row: Int) -> Int { layout.position(time: time, row: row, in: shape) }

  /// Whether the step counts; the nearest step for a time outside of the sequence.
  func counts(_ time: Int, _ row: Int) -> Bool { elements[position(min(max(time, 0), steps - 1), row)] }
}

extension Mutant {
  /// Masks read wrongly.
  static let maskFaults: [Mutant] = [
    mask("mask-inverted", "true is taken to mean that the step is left out.") { !$0.counts($1, $2) },
    mask("mask-ignored", "The mask is not looked at.") { _, _, _ in true },
    mask("mask-one-step-late", "The mask of a step is that of the step before it in time.") { $0.counts($1 - 1, $2) },
    mask("mask-one-step-early", "The mask of a step is that of the step after it in time.") { $0.counts($1 + 1, $2) },
    mask("mask-of-first-row", "The first row's mask is used for all rows.", bugs: ["keras#11498"]) { mask, time, _ in
      mask.counts(time, 0)
    },
    mask("mask-of-any-row", "A step counts in every row if it counts in one.") { mask, time, _ in
      (0..<mask.batch).contains { mask.counts(time, $0) }
    },
    mask("mask-last-step-counts", "The last step in time always counts.") { $0.counts($1, $2) || $1 == $0.steps - 1 },
    mask("mask-first-step-counts", "The first step in time always counts.") { $0.counts($1, $2) || $1 == 0 },
    mask(
      "empty-row-as-length-one", "A row without a counted step is treated as one of length 1.",
      bugs: ["tensorflow#33148", "jax#17966"]
    ) { mask, time, row in
      mask.counts(time, row) || (time == 0 && !(0..<mask.steps).contains { mask.counts($0, row) })
    },
    mask("holes-filled", "Only the padding after the last counted step is masked.") { mask, time, row in
      (time..<mask.steps).contains { mask.counts($0, row) }
    },
    mask("padding-consumed-backwards", "Going backwards, nothing is masked.", bugs: ["keras#4192"]) {
      $0.goesBackwards || $0.counts($1, $2)
    },
    mask("mask-reversed-forwards", "The mask is reversed although the input is not.", bugs: ["DL4J#1030"]) {
      $0.counts($0.goesBackwards ? $1 : $0.steps - 1 - $1, $2)
    },
    Mutant(
      "mask-keeps-only-h", "A masked step keeps h but halves c.", class: .mask, origin: .systematic,
      fault: PartlyMasked(halvesH: false)),
    Mutant(
      "mask-keeps-only-c", "A masked step keeps c but halves h.", class: .mask, origin: .systematic,
      fault: PartlyMasked(halvesH: true)),
    Mutant(
      "masked-output-halved", "The output of a masked step is half of the one before it.", class: .mask,
      origin: .systematic, fault: HalvedMaskedOutput()),
    Mutant(
      "h-lost-in-a-long-gap", "After twelve masked steps in a row h is zero.", class: .mask, origin: .systematic,
      fault: LostInGap(steps: 12), smallestTimeSteps: 12),
  ]

  private static func mask(
    _ id: String, _ sentence: String, bugs: [String] = [],
    _ counts: @escaping @Sendable (MaskView, _ time: Int, _ row: Int) -> Bool
  ) -> Mutant {
    Mutant(
      id, sentence, class: .mask, origin: bugs.isEmpty ? .systematic : .bugs(bugs), fault: OtherMask(counts: counts))
  }
}

/// Another mask in the place of the problem's.
private struct OtherMask: Fault {
  let counts: @Sendable (MaskView, Int, Int) -> Bool

  func rewritten<S: LSTMScalar>(_ problem: LSTMProblem<S>) -> LSTMProblem<S> {
    guard let view = MaskView(problem), var mask = problem.mask else { return problem }
    for time in 0..<view.steps {
      for row in 0..<view.batch { mask[view.position(time, row)] = counts(view, time, row) }
    }
    return (try? problem.replacing(mask: .some(mask))) ?? problem
  }
}

private struct PartlyMasked: Fault {
  let halvesH: Bool

  func skip<S: LSTMScalar>(_ memory: inout RowMemory<S>, options: LSTMOptions) {
    memory.skip(options: options)
    if halvesH { memory.h = memory.h.map { $0 / 2 } } else { memory.c = memory.c.map { $0 / 2 } }
  }
}

private struct HalvedMaskedOutput: Fault {
  func skip<S: LSTMScalar>(_ memory: inout RowMemory<S>, options: LSTMOptions) {
    memory.skip(options: options)
    memory.y = memory.y.map { $0 / 2 }
  }
}

/// Shows where a row has twelve masked steps in a row: in state_0, and in what follows the gap.
private struct LostInGap: Fault {
  let steps: Int

  func skip<S: LSTMScalar>(_ memory: inout RowMemory<S>, options: LSTMOptions) {
    memory.skip(options: options)
    if memory.maskedRun >= steps { memory.h = memory.h.map { _ in 0 } }
  }
}
