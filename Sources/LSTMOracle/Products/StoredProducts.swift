/// The sums of x·K + b of many rows, without what is zero in all of them. Shared between threads only once they are
/// stored.
final class StoredProducts: @unchecked Sendable {
  private let columns: Int
  private let rows: Int
  private let keepsLow: Bool
  private let keepsSubnormals: Bool
  private let numbersOfColumn: Int
  private let numbers: UnsafeMutablePointer<Double>
  private let counts: UnsafeMutablePointer<Int32>

  /// Room for rows that are yet to be stored.
  ///
  /// - Parameters:
  ///   - keepsLow: whether sums are pairs of doubles.
  ///   - keepsSubnormals: whether any term has a subnormal factor.
  init(rows: Int, columns: Int, keepsLow: Bool, keepsSubnormals: Bool) {
    (self.rows, self.columns, self.keepsLow, self.keepsSubnormals) = (rows, columns, keepsLow, keepsSubnormals)
    numbersOfColumn = 2 + (keepsLow ? 1 : 0) + (keepsSubnormals ? 1 : 0)
    numbers = .allocate(capacity: max(rows * columns * numbersOfColumn, 1))
    counts = .allocate(capacity: max(rows * columns * 2, 1))
  }

  /// The size of so many rows in bytes.
  static func bytes(rows: Int, columns: Int, keepsLow: Bool) -> Int {
    rows * columns * ((keepsLow ? 3 : 2) * MemoryLayout<Double>.size + 2 * MemoryLayout<Int32>.size)
  }

  deinit {
    numbers.deallocate()
    counts.deallocate()
  }

  /// Stores a row that has inherited nothing.
  func store(_ products: RowProducts, at row: Int) {
    var place = firstNumber(of: row)
    func put(_ number: UnsafeMutablePointer<Double>) {
      place.initialize(from: number, count: columns)
      place += columns
    }
    put(products.sum)
    put(products.magnitude)
    if keepsLow { put(products.low) }
    if keepsSubnormals { put(products.subnormalPartners) }
    let count = counts + row * columns * 2
    count.initialize(from: products.terms, count: columns)
    (count + columns).initialize(from: products.lowestBit, count: columns)
  }

  /// Overwrites a row of sums with one that was stored.
  func load(_ row: Int, into products: RowProducts) {
    var place = firstNumber(of: row)
    func take(_ number: UnsafeMutablePointer<Double>) {
      number.update(from: place, count: columns)
      place += columns
    }
    take(products.sum)
    take(products.magnitude)
    if keepsLow { take(products.low) } else { products.low.update(repeating: 0, count: columns) }
    if keepsSubnormals {
      take(products.subnormalPartners)
    } else {
      products.subnormalPartners.update(repeating: 0, count: columns)
    }
    products.inherited.update(repeating: 0, count: columns)
    let count = counts + row * columns * 2
    products.terms.update(from: count, count: columns)
    products.lowestBit.update(from: count + columns, count: columns)
  }

  private func firstNumber(of row: Int) -> UnsafeMutablePointer<Double> {
    precondition(0..<rows ~= row, "row \(row) of \(rows)")
    return numbers + row * columns * numbersOfColumn
  }
}
