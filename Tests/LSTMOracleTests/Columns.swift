@testable import LSTMOracle

/// Ranged columns with memory of their own.
final class Columns {
  let ranged: RangedColumns
  let count: Int
  private let numbers: UnsafeMutablePointer<Double>

  init(count: Int) {
    self.count = count
    let row = wholeLanes(count)
    numbers = .allocate(capacity: RangedColumns.arrays * row)
    numbers.initialize(repeating: 0, count: RangedColumns.arrays * row)
    ranged = RangedColumns(numbers, count: row)
  }

  convenience init(_ values: [(value: Double, radius: Double)]) {
    self.init(count: values.count)
    for (place, (value, radius)) in values.enumerated() { ranged.set(place, value: value, radius: radius) }
  }

  /// Pairs of doubles without radii.
  convenience init(pairs: [(high: Double, low: Double)]) {
    self.init(pairs.map { ($0.high, 0) })
    for (place, pair) in pairs.enumerated() { ranged.rest[place] = pair.low }
  }

  /// Copies of the arrays.
  func read() -> (value: [Double], rest: [Double], radius: [Double]) {
    withExtendedLifetime(self) {
      func array(_ first: UnsafeMutablePointer<Double>) -> [Double] {
        Array(UnsafeBufferPointer(start: first, count: count))
      }
      return (array(ranged.value), array(ranged.rest), array(ranged.radius))
    }
  }

  deinit { numbers.deallocate() }
}
