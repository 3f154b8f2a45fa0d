internal import CLSTMOracle
internal import LSTMContract

/// The sums of a trial: x·K + b + h*·R of some steps and rows at a time, where h* is the subject's own.
final class StepProducts<Scalar: OracleScalar> {
  private let prepared: PreparedProblem<Scalar>
  private let radii: RadiusModel
  private let inDouble: Bool
  private let tile: ProductTile
  private let operands: Operands
  /// Several rows side by side.
  private let side: RowProducts
  /// What terms that are not finite each row of the tile has; empty where it has none.
  private var nonFinite: [[NonFiniteTerms]]

  /// How many steps and rows are formed together at most.
  let capacity: Int

  /// - Parameters:
  ///   - capacity: how many steps and rows are formed together at most.
  ///   - width: how many rows stand side by side at most.
  ///   - inDouble: whether products of doubles are rounded to double.
  init(
    _ prepared: PreparedProblem<Scalar>, _ radii: RadiusModel, capacity: Int, width: Int, inDouble: Bool
  ) {
    (self.prepared, self.radii, self.inDouble, self.capacity) = (prepared, radii, inDouble, capacity)
    let most = max(prepared.problem.shape.units, prepared.problem.shape.inputSize)
    tile = ProductTile(rows: capacity, columns: prepared.inputKernel.columns, operands: most)
    operands = Operands(capacity: most)
    side = RowProducts(columns: width > 1 ? prepared.inputKernel.columns * width : 0)
    nonFinite = Array(repeating: [], count: capacity)
  }

  /// Forms the sums of some steps and rows.
  ///
  /// - Parameter h: h* before each of them, of all units.
  func form(_ steps: [StepOfRow], h: [UnsafeBufferPointer<Scalar>]) {
    prepared.load(steps, into: tile, operands, inDouble: inDouble)
    for (place, step) in steps.enumerated() { nonFinite[place] = prepared.inputNonFinite(step) }
    let (stored, kernel) = (radii.model.storageRoundoffH, prepared.hiddenKernel)
    tile.add(
      toFirst: steps.count, kernel: kernel, with: operands, countsSubnormals: radii.model.denormalsAreZero,
      inDouble: inDouble, values: { h[$0] }
    ) { place, h in
      if stored > 0 {
        let uncertainty = h.map { $0.isFinite ? stored * abs(Double($0)) + radii.underflow : 0 }
        uncertainty.withUnsafeBufferPointer { tile.rows[place].inherit($0, from: kernel) { h[$0] == 0 } }
      }
      guard !kernel.isFinite || operands.hasNonFinite else { return }
      if nonFinite[place].isEmpty { nonFinite[place] = Array(repeating: [], count: kernel.columns) }
      NonFiniteTerms.insert(h, kernel, into: &nonFinite[place])
    }
  }

  /// The sums of some rows of the tile side by side, and what they have of terms that are not finite.
  func beside(_ places: Range<Int>) -> (sums: RowProducts, nonFinite: [NonFiniteTerms]) {
    guard places.count > 1 else { return (tile.rows[places.lowerBound], nonFinite[places.lowerBound]) }
    let units = tile.columns / 4
    let width = places.count * units
    var terms: [NonFiniteTerms] = []
    for (number, place) in places.enumerated() {
      tile.rows[place].withPointer { row in
        withUnsafePointer(to: side.room) {
          clstm_oracle_place(
            row, units, number * units, width, Scalar.usesPairs && !inDouble, radii.model.storageRoundoffH > 0,
            radii.model.denormalsAreZero, $0)
        }
      }
      guard !nonFinite[place].isEmpty else { continue }
      if terms.isEmpty { terms = Array(repeating: [], count: 4 * width) }
      for column in nonFinite[place].indices {
        let (gate, unit) = column.quotientAndRemainder(dividingBy: units)
        terms[gate * width + number * units + unit] = nonFinite[place][column]
      }
    }
    return (side, terms)
  }
}
