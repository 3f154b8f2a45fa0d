/// The rows of a mask.
struct MaskDraw {
  let kind: MaskKind
  let random: CounterRandom
  let steps: Int
  let batch: Int
  /// The length of the first masked run in the first row of a mask of runs, or 0 where it is drawn.
  let firstRun: Int

  /// Whether each step of a row counts, in time order.
  func row(_ row: Int) -> [Bool] {
    let length = 1 + random.below(steps, at: row, 1)
    switch kind {
    case .none, .allTrue: return [Bool](repeating: true, count: steps)
    case .allMasked: return [Bool](repeating: false, count: steps)
    case .rightPadded: return (0..<steps).map { $0 < length }
    case .leftPadded: return (0..<steps).map { $0 >= steps - length }
    case .holes: return (0..<steps).map { random.below(3, at: row, 2 + $0) > 0 }
    case .runs: return runs(row)
    case .emptyRow:
      let isEmpty = row == random.below(batch, at: -1)
      return (0..<steps).map { !isEmpty && random.below(4, at: row, 2 + $0) > 0 }
    }
  }

  /// One run of masked steps after another, of any length that the sequence has room for, with steps that count before,
  /// between and behind them.
  private func runs(_ row: Int) -> [Bool] {
    var counts = [Bool](repeating: true, count: steps)
    var (start, turn) = (0, 0)
    // A run needs a step that counts on either side.
    while steps - start >= 3 {
      let room = steps - start - 2
      let isGiven = turn == 0 && row == 0 && (1...room).contains(firstRun)
      let most = random.below(2, at: row, turn, 1) == 0 ? room : min(room, 4)
      let length = isGiven ? firstRun : 1 + random.below(most, at: row, turn, 2)
      let begin =
        start + 1
        + random.below(min(steps - start - 1 - length, turn == 0 ? steps : 4), at: row, turn, 3)
      for step in begin..<begin + length { counts[step] = false }
      (start, turn) = (begin + length, turn + 1)
    }
    return counts
  }
}
