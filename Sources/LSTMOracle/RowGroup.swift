internal import LSTMContract

/// Rows that are judged side by side, step by step: the first steps that count of each, then the second, and so on.
struct RowGroup {
  /// The rows, those with more steps first.
  let rows: [Int]
  /// The processing steps of each row that count.
  let steps: [[Int]]

  /// About so many units fill the vectors of the arithmetic.
  private static var usualUnits: Int { 64 }
  /// So many steps and rows are worth a tile of products.
  private static var usualSteps: Int { 32 }
  private static var mostUnits: Int { 1 << 13 }

  /// The rows in which a step counts, in groups.
  ///
  /// - Parameter units: how many units of each row are judged.
  static func all(of rows: some Sequence<Int>, _ walk: SequenceWalk, timeSteps: Int, units: Int) -> [RowGroup] {
    let counted = rows.map { row in
      (row: row, steps: (0..<timeSteps).filter { walk.isUsed(step: $0, row: row) })
    }.filter { !$0.steps.isEmpty }
    let size = max(
      1, min(max(usualUnits / units, (usualSteps + timeSteps - 1) / max(timeSteps, 1)), mostUnits / units))
    return stride(from: 0, to: counted.count, by: size).map { first in
      let group = counted[first..<min(first + size, counted.count)].sorted {
        ($1.steps.count, $0.row) < ($0.steps.count, $1.row)
      }
      return RowGroup(rows: group.map(\.row), steps: group.map(\.steps))
    }
  }
}
