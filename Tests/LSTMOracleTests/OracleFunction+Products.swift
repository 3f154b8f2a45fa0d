import CLSTMOracle
import LSTMContract

@testable import LSTMOracle

private typealias Out<Number> = UnsafeMutablePointer<Number>
private typealias In<Number> = UnsafePointer<Number>

/// Sums over the columns of a row write the columns and nothing beyond them; what they read ends where it ends.
extension OracleFunction {
  /// Rows that count, of kernels of 11: one group of four and a rest.
  private static let used: [Int32] = [0, 2, 3, 5, 6, 9, 10]

  private static func kernel<Scalar: LSTMScalar & BitwiseCopyable>(
    rows: Int = 11, _ columns: Int, _ arrays: GuardedCall
  ) -> Out<Scalar> {
    arrays.input(GuardedCall.numbers(rows * columns).map { Scalar($0) })
  }

  /// Arrays of results that have no room beyond the count.
  private static func sums(_ columns: Int, _ arrays: GuardedCall) -> Out<Double> {
    arrays.output(GuardedCall.numbers(columns))
  }

  private static func integers(_ count: Int, _ arrays: GuardedCall) -> Out<Int32> {
    arrays.output((0..<count).map { Int32($0 % 19) })
  }

  static let products: [OracleFunction] =
    [
      OracleFunction("clstm_oracle_add_float", by: "columns") { columns, arrays in
        clstm_oracle_add_float(
          arrays.input(used), arrays.input(GuardedCall.numbers(used.count)), used.count, kernel(columns, arrays),
          columns, sums(columns, arrays), sums(columns, arrays))
      },
      OracleFunction("clstm_oracle_add_double", by: "columns") { columns, arrays in
        clstm_oracle_add_double(
          arrays.input(used), arrays.input(GuardedCall.numbers(used.count)),
          arrays.input(GuardedCall.numbers(used.count, scale: 0x1p-54)), used.count, kernel(columns, arrays), columns,
          sums(columns, arrays), sums(columns, arrays), sums(columns, arrays))
      },
      OracleFunction("clstm_oracle_add_float", by: "operands") { count, arrays in
        clstm_oracle_add_float(
          arrays.input((0..<Int32(count)).map { $0 }), arrays.input(GuardedCall.numbers(count)), count,
          kernel(rows: count, 5, arrays), 5, sums(5, arrays), sums(5, arrays))
      },
      OracleFunction("clstm_oracle_add_double", by: "operands") { count, arrays in
        clstm_oracle_add_double(
          arrays.input((0..<Int32(count)).map { $0 }), arrays.input(GuardedCall.numbers(count)),
          arrays.input(GuardedCall.numbers(count, scale: 0x1p-54)), count, kernel(rows: count, 5, arrays), 5,
          sums(5, arrays), sums(5, arrays), sums(5, arrays))
      },
    ] + counting("float", clstm_oracle_count_float) + counting("double", clstm_oracle_count_double)
    + partners("float", clstm_oracle_partners_float) + partners("double", clstm_oracle_partners_double)

  private static func counting<Scalar: LSTMScalar & BitwiseCopyable>(
    _ scalar: String, _ count: @escaping @Sendable (In<Int32>, Int, In<Scalar>, Int, Int32, Out<Int32>) -> Void
  ) -> [OracleFunction] {
    [
      OracleFunction("clstm_oracle_count_\(scalar)", by: "columns") { columns, arrays in
        count(arrays.input(used), used.count, kernel(columns, arrays), columns, 2, integers(columns, arrays))
      }
    ]
  }

  private static func partners<Scalar: LSTMScalar & BitwiseCopyable>(
    _ scalar: String,
    _ add: @escaping @Sendable (In<Int32>, In<Double>, Int, In<Scalar>, Int, Out<Double>) -> Void
  ) -> [OracleFunction] {
    [
      OracleFunction("clstm_oracle_partners_\(scalar)", by: "columns") { columns, arrays in
        let values = arrays.input(GuardedCall.numbers(used.count, scale: 0x1p-1022))
        add(arrays.input(used), values, used.count, kernel(columns, arrays), columns, sums(columns, arrays))
      }
    ]
  }
}

/// Sums of many rows have room for whole lanes in each row, and nothing between the rows is written.
extension OracleFunction {
  private typealias Block<Scalar> =
    @Sendable (
      In<Double>, In<Double>, Int, Int, In<Scalar>, Int, Out<Double>, Out<Double>, Int, Out<Double>
    ) -> Void

  static let blocks: [OracleFunction] =
    block("float", clstm_oracle_add_block_float) + block("double", clstm_oracle_add_block_double)
    + [
      OracleFunction("clstm_oracle_block_room", by: "nothing") { _, arrays in arrays.returned(clstm_oracle_block_room())
      }
    ]

  private static func block<Scalar: LSTMScalar & BitwiseCopyable>(
    _ scalar: String, _ add: @escaping Block<Scalar>
  ) -> [OracleFunction] {
    // Rows around the height of a block, operands around its depth.
    let sizes: [(counts: String, sizes: @Sendable (Int) -> (rows: Int, operands: Int, columns: Int))] = [
      ("columns", { (5, 130, $0) }), ("rows", { ($0, 9, 20) }), ("operands", { (3, $0, 17) }),
    ]
    return sizes.map { counts, sizes in
      OracleFunction("clstm_oracle_add_block_\(scalar)", by: counts) { count, arrays in
        let (rows, operands, columns) = sizes(count)
        let (room, stride) = (wholeLanes(columns), wholeLanes(columns) + 3)
        let values = GuardedCall.numbers(rows * operands)
        func sums() -> Out<Double> {
          arrays.output(
            GuardedCall.numbers(rows * stride), room: rows * stride,
            writable: (0..<rows).map { $0 * stride..<$0 * stride + room },
            results: (0..<rows).map { $0 * stride..<$0 * stride + columns })
        }
        let scratch = arrays.output(
          GuardedCall.numbers(clstm_oracle_block_room()), room: clstm_oracle_block_room(),
          writable: [0..<clstm_oracle_block_room()], results: [])
        add(
          arrays.input(values), arrays.input(values.map(abs)), rows, operands,
          kernel(rows: operands, columns, arrays), columns, sums(), sums(), stride, scratch)
      }
    }
  }
}

/// What is asked of weights alone.
extension OracleFunction {
  static let weights: [OracleFunction] =
    weights(
      "float", clstm_oracle_inherit_float, clstm_oracle_bits_float, clstm_oracle_column_bits_float,
      clstm_oracle_lower_by_float, clstm_oracle_facts_of_float)
    + weights(
      "double", clstm_oracle_inherit_double, clstm_oracle_bits_double, clstm_oracle_column_bits_double,
      clstm_oracle_lower_by_double, clstm_oracle_facts_of_double)
    + [
      OracleFunction("clstm_oracle_lower", by: "columns") { columns, arrays in
        let bits = arrays.input((0..<columns).map { Int32($0 % 23) - 11 })
        clstm_oracle_lower(-3, bits, Int32.max, columns, integers(columns, arrays))
      }
    ]

  private static func weights<Scalar: LSTMScalar & BitwiseCopyable>(
    _ scalar: String, _ inherit: @escaping @Sendable (Double, In<Scalar>, Int, Out<Double>) -> Void,
    _ bits: @escaping @Sendable (In<Scalar>, Int, Int32, Out<Int32>) -> Void,
    _ columnBits: @escaping @Sendable (In<Scalar>, Int, Int, Int32, Out<Int32>) -> Void,
    _ lower: @escaping @Sendable (Int32, In<Scalar>, Int32, Int, Out<Int32>) -> Void,
    _ facts: @escaping @Sendable (In<Scalar>, Int) -> clstm_oracle_facts
  ) -> [OracleFunction] {
    [
      OracleFunction("clstm_oracle_inherit_\(scalar)", by: "columns") { columns, arrays in
        inherit(0x1p-30, kernel(rows: 1, columns, arrays), columns, sums(columns, arrays))
      },
      OracleFunction("clstm_oracle_bits_\(scalar)") { count, arrays in
        bits(kernel(rows: 1, count, arrays), count, Int32.max, integers(count, arrays))
      },
      OracleFunction("clstm_oracle_column_bits_\(scalar)", by: "columns") { columns, arrays in
        columnBits(kernel(columns, arrays), 11, columns, Int32.max, integers(columns, arrays))
      },
      OracleFunction("clstm_oracle_column_bits_\(scalar)", by: "rows") { rows, arrays in
        columnBits(kernel(rows: rows, 5, arrays), rows, 5, Int32.max, integers(5, arrays))
      },
      OracleFunction("clstm_oracle_lower_by_\(scalar)", by: "columns") { columns, arrays in
        lower(-3, kernel(rows: 1, columns, arrays), Int32.max, columns, integers(columns, arrays))
      },
      OracleFunction("clstm_oracle_facts_of_\(scalar)") { count, arrays in
        arrays.returned(facts(kernel(rows: 1, count, arrays), count))
      },
    ]
  }
}
