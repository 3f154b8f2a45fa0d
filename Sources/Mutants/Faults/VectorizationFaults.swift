internal import LSTMContract

extension Mutant {
  /// The tail of a vector loop is left out.
  public static let vectorTailStale = Mutant(
    "vector-tail-stale",
    "Units are processed four at a time, and the last H mod 4 keep the h of the step before; H < 4 is right.",
    class: .vectorization, origin: .bugs(["libxsmm#488"]), fault: StaleTail(lanes: 4), smallestUnits: 5)

  static let vectorizationFaults = [vectorTailStale]
}

/// h of the units beyond the last whole vector is not written. Fewer units than lanes take a scalar path, which is right.
private struct StaleTail: Fault {
  let lanes: Int

  func complete<S: LSTMScalar>(_ next: inout RowMemory<S>, after previous: RowMemory<S>) {
    let units = next.h.count
    guard units > lanes else { return }
    let tail = units - units % lanes..<units
    next.h.replaceSubrange(tail, with: previous.h[tail])
    next.y.replaceSubrange(tail, with: previous.h[tail])
  }
}
