internal import CLSTMOracle

/// The count rounded up to whole vectors: as much room as the functions over arrays want.
func wholeLanes(_ count: Int) -> Int {
  let lanes = Int(clstm_oracle_lanes)
  return (count + lanes - 1) / lanes * lanes
}

/// Values side by side, each an unevaluated sum of two doubles, with the radii within which every faithful subject's
/// values lie; NaN where the model decides nothing.
struct RangedColumns {
  let value: UnsafeMutablePointer<Double>
  let rest: UnsafeMutablePointer<Double>
  let radius: UnsafeMutablePointer<Double>

  static let arrays = 3

  /// Three arrays of `count` numbers, one behind the other.
  init(_ first: UnsafeMutablePointer<Double>, count: Int) {
    (value, rest, radius) = (first, first + count, first + 2 * count)
  }

  private init(_ columns: RangedColumns, from start: Int) {
    (value, rest, radius) = (columns.value + start, columns.rest + start, columns.radius + start)
  }

  func from(_ start: Int) -> RangedColumns { RangedColumns(self, from: start) }

  func isKnown(_ place: Int) -> Bool { !radius[place].isNaN }

  func set(_ place: Int, value: Double, radius: Double) {
    (self.value[place], rest[place], self.radius[place]) = (value, 0, radius)
  }

  var pointers: clstm_oracle_ranged { clstm_oracle_ranged(value: value, rest: rest, radius: radius) }
}
