/// The errors made so far, each a number in [-1, 1] that nobody knows, and how much of h and of c each of them moves (R38).
///
/// The error of unit k of h is the sum over all symbols of symbol · h[symbol][k]; that of c likewise.
struct Symbols {
  let units: Int
  /// How many there are.
  private(set) var count = 0
  /// At most so many are kept.
  let capacity: Int
  /// The coefficients: [capacity, H].
  let h: UnsafeMutablePointer<Double>
  let c: UnsafeMutablePointer<Double>

  /// - Parameter capacity: at least 8H.
  init(units: Int, capacity: Int) {
    (self.units, self.capacity) = (units, capacity)
    h = .allocate(capacity: capacity * units)
    c = .allocate(capacity: capacity * units)
  }

  func deallocate() {
    h.deallocate()
    c.deallocate()
  }

  mutating func forget() { count = 0 }

  /// One more symbol, which moves one unit of h and of c.
  mutating func append(unit: Int, h ofH: Double, c ofC: Double) {
    guard ofH != 0 || ofC != 0 else { return }
    let (h, c) = (h + count * units, c + count * units)
    h.update(repeating: 0, count: units)
    c.update(repeating: 0, count: units)
    (h[unit], c[unit]) = (ofH, ofC)
    count += 1
  }

  /// The row sums of the absolute coefficients of c: [H].
  func sumsOfC() -> [Double] {
    let (c, units) = (c, units)
    return Array(unsafeUninitializedCapacity: units) { sums, filled in
      sums.initialize(repeating: 0)
      filled = units
      for symbol in 0..<count {
        let row = c + symbol * units
        for unit in 0..<units { sums[unit] += abs(row[unit]) }
      }
    }
  }

  /// Makes room for two more symbols of each unit.
  ///
  /// The symbols that lose least, whose coefficients are next to those of one unit alone, become one symbol for each unit
  /// of h and of c: a box around them, as large as the sum of their absolute coefficients (Girard 2005).
  mutating func makeRoom() {
    guard count + 2 * units > capacity else { return }
    let loss = (0..<count).map { symbol in
      var (sum, most) = (0.0, 0.0)
      for row in [h, c] {
        for place in symbol * units..<(symbol + 1) * units {
          let size = abs(row[place])
          sum += size
          most = size > most ? size : most
        }
      }
      return sum - most
    }
    let kept = Set((0..<count).sorted { (loss[$1], $0) < (loss[$0], $1) }.prefix(capacity / 2))
    var (boxH, boxC) = ([Double](repeating: 0, count: units), [Double](repeating: 0, count: units))
    var next = 0
    for symbol in 0..<count {
      let (fromH, fromC) = (h + symbol * units, c + symbol * units)
      guard kept.contains(symbol) else {
        for unit in 0..<units {
          boxH[unit] += abs(fromH[unit])
          boxC[unit] += abs(fromC[unit])
        }
        continue
      }
      if next < symbol {
        (h + next * units).update(from: fromH, count: units)
        (c + next * units).update(from: fromC, count: units)
      }
      next += 1
    }
    count = next
    for unit in 0..<units {
      append(unit: unit, h: boxH[unit] * RadiusModel.inflation, c: 0)
      append(unit: unit, h: 0, c: boxC[unit] * RadiusModel.inflation)
    }
  }
}
