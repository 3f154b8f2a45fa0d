internal import LSTMContract

extension Mutant {
  /// c rounded to eight significant bits after each step.
  public static let cellStateInBfloat16 = Mutant(
    "cell-state-in-bfloat16", "The cell state is carried in bfloat16, rounded to nearest even.", class: .precision,
    origin: .systematic, fault: Bfloat16CellState())

  static let precisionFaults = [cellStateInBfloat16]
}

/// c is stored as bfloat16: the upper half of a binary32.
private struct Bfloat16CellState: Fault {
  func kept<S: LSTMScalar>(cellState c: S) -> S {
    let single = Float(c)
    // The rounding below would carry a NaN's payload into the exponent.
    guard single.isFinite else { return S(single) }
    let bits = single.bitPattern
    let rounded = bits &+ 0x7fff &+ ((bits >> 16) & 1)
    return S(Float(bitPattern: rounded & 0xffff_0000))
  }
}
