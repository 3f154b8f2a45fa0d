internal import CLSTMOracle

/// What each symbol moves in the 4H pre-activations: its coefficients of h times the recurrent kernel, summed in double.
final class SymbolImage<Scalar: OracleScalar> {
  private let units: Int
  /// [capacity, 4H].
  let values: UnsafeMutablePointer<Double>
  /// Sums of the absolute images over all symbols: [4H].
  let sums: UnsafeMutablePointer<Double>
  /// The same of the absolute products, by which a sum's rounding is bounded: [4H].
  let spreads: UnsafeMutablePointer<Double>
  private let tile: ProductTile

  private static var tileRows: Int { 32 }

  init(units: Int, capacity: Int) {
    self.units = units
    values = .allocate(capacity: max(capacity * 4 * units, 1))
    sums = .allocate(capacity: max(8 * units, 1))
    sums.initialize(repeating: 0, count: 8 * units)
    spreads = sums + 4 * units
    tile = ProductTile(rows: Self.tileRows, columns: 4 * units, operands: units)
  }

  deinit {
    values.deallocate()
    sums.deallocate()
  }

  func form(of symbols: Symbols, _ kernel: PreparedKernel<Scalar>) {
    let columns = 4 * units
    sums.update(repeating: 0, count: 2 * columns)
    let (sums, spreads, values) = (sums, spreads, values)
    for start in stride(from: 0, to: symbols.count, by: Self.tileRows) {
      let rows = min(Self.tileRows, symbols.count - start)
      let from = symbols.h + start * units
      tile.operands.update(from: from, count: rows * units)
      for place in 0..<rows * units { tile.sizes[place] = abs(from[place]) }
      tile.sum.update(repeating: 0, count: rows * tile.stride)
      kernel.finite.withUnsafeBufferPointer {
        if let first = $0.baseAddress { Scalar.add(tile, rows: rows, operands: units, kernel: first) }
      }
      for row in 0..<rows {
        let (sum, magnitude) = (tile.sum + row * tile.stride, tile.magnitude + row * tile.stride)
        (values + (start + row) * columns).update(from: sum, count: columns)
        for column in 0..<columns {
          sums[column] += abs(sum[column])
          spreads[column] += magnitude[column]
        }
      }
    }
  }
}
