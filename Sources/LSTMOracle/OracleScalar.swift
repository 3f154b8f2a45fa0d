internal import CLSTMOracle
internal import LSTMContract

/// A subject's scalar type with the sums of products over its kernels, each in the arithmetic of the reference.
protocol OracleScalar: LSTMScalar {
  /// u_r, the unit roundoff to which the reference is good under a subject of this type (R3).
  static var referenceRoundoff: Double { get }
  /// Whether the sums are pairs of doubles.
  static var usesPairs: Bool { get }
  /// sum += value * weight and magnitude += |value * weight| for the operands that are used.
  static func add(_ operands: Operands, _ kernel: UnsafePointer<Self>, to sums: RowProducts)
  /// The same in double for the spread operands of the first rows of a tile.
  static func add(_ tile: ProductTile, rows: Int, operands: Int, kernel: UnsafePointer<Self>)
  /// terms += step where the weight is not zero, for so many rows of the kernel.
  static func count(
    _ step: Int32, _ rows: UnsafePointer<Int32>, _ count: Int, _ kernel: UnsafePointer<Self>, in sums: RowProducts)
  /// Adds to the partners of subnormal factors.
  static func addPartners(_ operands: Operands, _ kernel: UnsafePointer<Self>, to sums: RowProducts)
  /// inherited += radius * |weight|.
  static func inherit(_ radius: Double, _ weights: UnsafePointer<Self>, in sums: RowProducts)
  /// The exponents of the lowest set bits.
  static func lowestBits(_ values: UnsafePointer<Self>, _ count: Int, _ bits: UnsafeMutablePointer<Int32>)
  /// The least of the lowest bits of each column of a kernel.
  static func columnBits(
    _ kernel: UnsafePointer<Self>, _ rows: Int, _ columns: Int, _ least: UnsafeMutablePointer<Int32>)
  /// lowestBit = min(lowestBit, the lowest bit of operand · weight).
  static func lower(by operandBit: Int32, _ weights: UnsafePointer<Self>, in sums: RowProducts)
  /// Which kinds of numbers an array holds.
  static func facts(_ values: UnsafePointer<Self>, _ count: Int) -> clstm_oracle_facts
}

extension Float: OracleScalar {
  static var referenceRoundoff: Double { 0x1p-53 }
  static var usesPairs: Bool { false }

  static func add(_ operands: Operands, _ kernel: UnsafePointer<Float>, to sums: RowProducts) {
    clstm_oracle_add_float(
      operands.rows, operands.values, operands.count, kernel, sums.columns, sums.sum, sums.magnitude)
  }

  static func add(_ tile: ProductTile, rows: Int, operands: Int, kernel: UnsafePointer<Float>) {
    clstm_oracle_add_block_float(
      tile.operands, tile.sizes, rows, operands, kernel, tile.columns, tile.sum, tile.magnitude, tile.stride, tile.room)
  }

  static func count(
    _ step: Int32, _ rows: UnsafePointer<Int32>, _ count: Int, _ kernel: UnsafePointer<Float>, in sums: RowProducts
  ) {
    clstm_oracle_count_float(rows, count, kernel, sums.columns, step, sums.terms)
  }

  static func addPartners(_ operands: Operands, _ kernel: UnsafePointer<Float>, to sums: RowProducts) {
    clstm_oracle_partners_float(
      operands.rows, operands.values, operands.count, kernel, sums.columns, sums.subnormalPartners)
  }

  static func inherit(_ radius: Double, _ weights: UnsafePointer<Float>, in sums: RowProducts) {
    clstm_oracle_inherit_float(radius, weights, sums.columns, sums.inherited)
  }

  static func lowestBits(_ values: UnsafePointer<Float>, _ count: Int, _ bits: UnsafeMutablePointer<Int32>) {
    clstm_oracle_bits_float(values, count, absentBit, bits)
  }

  static func columnBits(
    _ kernel: UnsafePointer<Float>, _ rows: Int, _ columns: Int, _ least: UnsafeMutablePointer<Int32>
  ) {
    clstm_oracle_column_bits_float(kernel, rows, columns, absentBit, least)
  }

  static func lower(by operandBit: Int32, _ weights: UnsafePointer<Float>, in sums: RowProducts) {
    clstm_oracle_lower_by_float(operandBit, weights, absentBit, sums.columns, sums.lowestBit)
  }

  static func facts(_ values: UnsafePointer<Float>, _ count: Int) -> clstm_oracle_facts {
    clstm_oracle_facts_of_float(values, count)
  }
}

extension Double: OracleScalar {
  static var referenceRoundoff: Double { 0x1p-64 }
  static var usesPairs: Bool { true }

  static func add(_ operands: Operands, _ kernel: UnsafePointer<Double>, to sums: RowProducts) {
    clstm_oracle_add_double(
      operands.rows, operands.values, operands.rests, operands.count, kernel, sums.columns, sums.sum, sums.low,
      sums.magnitude)
  }

  static func add(_ tile: ProductTile, rows: Int, operands: Int, kernel: UnsafePointer<Double>) {
    clstm_oracle_add_block_double(
      tile.operands, tile.sizes, rows, operands, kernel, tile.columns, tile.sum, tile.magnitude, tile.stride, tile.room)
  }

  static func count(
    _ step: Int32, _ rows: UnsafePointer<Int32>, _ count: Int, _ kernel: UnsafePointer<Double>, in sums: RowProducts
  ) {
    clstm_oracle_count_double(rows, count, kernel, sums.columns, step, sums.terms)
  }

  static func addPartners(_ operands: Operands, _ kernel: UnsafePointer<Double>, to sums: RowProducts) {
    clstm_oracle_partners_double(
      operands.rows, operands.values, operands.count, kernel, sums.columns, sums.subnormalPartners)
  }

  static func inherit(_ radius: Double, _ weights: UnsafePointer<Double>, in sums: RowProducts) {
    clstm_oracle_inherit_double(radius, weights, sums.columns, sums.inherited)
  }

  static func lowestBits(_ values: UnsafePointer<Double>, _ count: Int, _ bits: UnsafeMutablePointer<Int32>) {
    clstm_oracle_bits_double(values, count, absentBit, bits)
  }

  static func columnBits(
    _ kernel: UnsafePointer<Double>, _ rows: Int, _ columns: Int, _ least: UnsafeMutablePointer<Int32>
  ) {
    clstm_oracle_column_bits_double(kernel, rows, columns, absentBit, least)
  }

  static func lower(by operandBit: Int32, _ weights: UnsafePointer<Double>, in sums: RowProducts) {
    clstm_oracle_lower_by_double(operandBit, weights, absentBit, sums.columns, sums.lowestBit)
  }

  static func facts(_ values: UnsafePointer<Double>, _ count: Int) -> clstm_oracle_facts {
    clstm_oracle_facts_of_double(values, count)
  }
}
