/// A mask of some kind, as rows of steps in time order.
enum MaskDraw: CaseIterable {
  case none, rightPadded, leftPadded, holes, emptyRow, allMasked, allTrue

  static let weights: [(MaskDraw, Int)] = [
    (.none, 25), (.rightPadded, 14), (.leftPadded, 14), (.holes, 14), (.emptyRow, 12), (.allMasked, 6), (.allTrue, 15),
  ]

  /// Kinds that have masked steps beside counted ones.
  static let partial: [(MaskDraw, Int)] = [(.rightPadded, 1), (.leftPadded, 1), (.holes, 2), (.emptyRow, 1)]

  /// Whether the step counts.
  func counts(_ random: CounterRandom, row: Int, step: Int, steps: Int, batch: Int) -> Bool {
    let length = 1 + random.below(steps, row, 1)
    switch self {
    case .none, .allTrue: return true
    case .allMasked: return false
    case .rightPadded: return step < length
    case .leftPadded: return step >= steps - length
    case .holes: return random.below(3, row, 2 + step) > 0
    case .emptyRow: return row != random.below(batch, -1) && random.below(4, row, 2 + step) > 0
    }
  }
}
