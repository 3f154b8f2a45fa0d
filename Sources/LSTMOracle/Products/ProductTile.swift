internal import CLSTMOracle
internal import LSTMContract

/// The sums of some steps and rows, which are formed together: a kernel is read once for all of them.
final class ProductTile {
  let columns: Int
  /// One for each step and row.
  let rows: [RowProducts]
  /// From the sums of one row to those of the next.
  let stride: Int
  /// The operands of each row side by side, and their absolute values.
  let operands: UnsafeMutablePointer<Double>
  let sizes: UnsafeMutablePointer<Double>
  /// Scratch of the product.
  let room: UnsafeMutablePointer<Double>
  private let numbers: UnsafeMutablePointer<Double>
  private let integers: UnsafeMutablePointer<Int32>

  /// Below so many rows a kernel is read as fast row by row.
  private static let leastRows = 4

  /// - Parameter operands: how many operands a row has at most.
  init(rows: Int, columns: Int, operands count: Int) {
    self.columns = columns
    stride = RowProducts.numbers(ofColumns: columns)
    let integersOfRow = RowProducts.integers(ofColumns: columns)
    let numbers = UnsafeMutablePointer<Double>.allocate(capacity: max(rows * stride, 1))
    let integers = UnsafeMutablePointer<Int32>.allocate(capacity: max(rows * integersOfRow, 1))
    let stride = stride
    (self.numbers, self.integers) = (numbers, integers)
    self.rows = (0..<rows).map {
      RowProducts(columns: columns, numbers: numbers + $0 * stride, integers: integers + $0 * integersOfRow)
    }
    operands = .allocate(capacity: max(rows * count, 1))
    sizes = .allocate(capacity: max(rows * count, 1))
    room = .allocate(capacity: clstm_oracle_block_room())
  }

  deinit {
    numbers.deallocate()
    integers.deallocate()
    operands.deallocate()
    sizes.deallocate()
    room.deallocate()
  }

  /// z of the first row.
  var sum: UnsafeMutablePointer<Double> { numbers }
  /// S of the first row.
  var magnitude: UnsafeMutablePointer<Double> { numbers + 2 * wholeLanes(columns) }

  /// Adds to each of the first rows its operands · kernel.
  ///
  /// - Parameters:
  ///   - inDouble: whether products of doubles may be rounded to double instead of being summed in pairs.
  ///   - values: the operands of each row.
  ///   - taken: called with the operands of each row once they are sorted out.
  @inline(__always) func add<Scalar: OracleScalar>(
    toFirst count: Int, kernel: PreparedKernel<Scalar>, with scratch: Operands, countsSubnormals: Bool, inDouble: Bool,
    values: (Int) -> UnsafeBufferPointer<Scalar>, taken: (Int, UnsafeBufferPointer<Scalar>) -> Void
  ) {
    let together = inDouble || (!Scalar.usesPairs && count >= Self.leastRows)
    var total = 0
    for place in 0..<count {
      let row = values(place)
      total = row.count
      scratch.take(row)
      if together {
        rows[place].account(for: scratch, kernel: kernel, countsSubnormals: countsSubnormals)
        scratch.spread(into: operands + place * total, sizes: sizes + place * total)
      } else {
        rows[place].add(scratch, kernel: kernel, countsSubnormals: countsSubnormals)
      }
      taken(place, row)
    }
    guard together else { return }
    kernel.finite.withUnsafeBufferPointer {
      if let first = $0.baseAddress { Scalar.add(self, rows: count, operands: total, kernel: first) }
    }
  }
}
