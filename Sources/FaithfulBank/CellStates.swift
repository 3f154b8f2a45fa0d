internal import LSTMContract

/// The cell states of a row, rounded to `Scalar` after each step or kept in `Double` until they are asked for.
///
/// Rounding less is legal: the radius of c allows for the rounding that is left out.
struct CellStates<Scalar: LSTMScalar> {
  private var values: [Scalar]
  private var wide: [Double]
  private let areWide: Bool

  init(_ initial: ArraySlice<Scalar>, areWide: Bool) {
    values = Array(initial)
    // A `Double` cell has no wider type on every machine: it stays as it is.
    self.areWide = areWide
    wide = areWide ? initial.map { Double($0) } : []
  }

  /// c as it is returned.
  func rounded(_ unit: Int) -> Scalar { areWide ? Scalar(wide[unit]) : values[unit] }

  mutating func set(_ unit: Int, _ value: Scalar) { values[unit] = value }

  /// f*c + i*j in `Double`, kept so.
  mutating func advance(_ unit: Int, i: Scalar, f: Scalar, j: Scalar) -> Double {
    wide[unit] = Double(f) * wide[unit] + Double(i) * Double(j)
    return wide[unit]
  }
}
