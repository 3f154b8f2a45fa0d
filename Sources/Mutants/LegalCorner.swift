public import LSTMContract

/// A corner of the box in which a declared arithmetic lets every intermediate value lie.
///
/// Each sum, activation and state of a run is moved by half of what the declaration allows it to err, up or down.
/// What such runs disagree about is what two right evaluations may disagree about, to first order, whatever the fault
/// between them does with it.
public struct LegalCorner: Sendable, Hashable {
  /// The declared arithmetic.
  public let model: ArithmeticModel
  /// Which corner: a run of the design.
  let run: Int

  /// The runs of a design in which every two moved values of a cell take all four combinations of up and down, so that
  /// no two of them cancel in all corners. In the first half every cell is moved alike, so that errors add up from step
  /// to step; in the second half each cell takes another run of that half.
  public static func all(of model: ArithmeticModel) -> [LegalCorner] {
    (0..<8).map { LegalCorner(model: model, run: $0) }
  }

  /// For each place a column of the design: the bits of a run whose parity is its sign. A gate moves the way its
  /// pre-activation does, so that the two never cancel.
  private static let columns = [0b001, 0b010, 0b100, 0b011, 0b001, 0b010, 0b100, 0b011, 0b101, 0b110, 0b111]

  /// Half of what may be lost at `place`: -1/2 or 1/2. Places of a unit: z of the gates, their values, the value of the
  /// cell state, c and h.
  func share(place: Int, unit: Int, step: Int, row: Int) -> Double {
    var run = run
    if run >= 4 {
      var mixed = 1 &+ UInt64(unit) &+ 0x1_0000 &* UInt64(step) &+ 0x1_0000_0000 &* UInt64(row)
      mixed &*= 0x9E37_79B9_7F4A_7C15
      mixed = (mixed ^ (mixed >> 29)) &* 0xBF58_476D_1CE4_E5B9
      run ^= Int(truncatingIfNeeded: mixed >> 40) & 3
    }
    return (run & Self.columns[place]).nonzeroBitCount % 2 == 0 ? 0.5 : -0.5
  }

  /// What stands where no value is decided because an intermediate one may overflow: not the same in all corners.
  var undecided: Double { run % 2 == 0 ? .nan : 0 }

  /// What underflow may cost.
  var underflow: Double {
    model.flushesToZero ? model.smallestNormal : model.scalar == .float ? 0x1p-149 : 0x1p-1074
  }

  /// The rounding of a sum of `count` terms whose absolute values add up to `size`. Errors of single additions seldom
  /// add up: beyond four of them their number no longer counts (R24).
  func rounding(count: Int, size: Double, accumulator: Double) -> Double {
    let additions = Double(min(max(count - 1, 0), 4))
    return size
      * (additions * max(model.accumulatorRoundoff, accumulator) + max(model.unitRoundoff, model.accumulatorRoundoff)
        + 2 * model.operandRoundoff) + Double(count) * underflow
  }

  /// What c, f·c' + i·j, is moved by (R17): a quarter, since the corner rounds as well.
  @specialized(where S == Float)
  @specialized(where S == Double)
  func cellMove<S: LSTMScalar>(
    of c: S, _ gates: CellGates<S>, previous: S, unit: Int, step: Int, row: Int
  ) -> S {
    let size = abs(Double(gates.f) * Double(previous)) + abs(Double(gates.i) * Double(gates.j))
    guard size < model.largestFinite / 2 else { return c.isFinite ? S(undecided) : 0 }
    let loss = model.unitRoundoff * size / 2 + model.storageRoundoffC * abs(Double(c)) + 2 * underflow
    return S(share(place: 9, unit: unit, step: step, row: row) * loss)
  }

  /// What h, o·tanh(c), is moved by (R18), a quarter likewise.
  @specialized(where S == Float)
  @specialized(where S == Double)
  func outputMove<S: LSTMScalar>(of h: S, unit: Int, step: Int, row: Int) -> S {
    guard h.isFinite else { return 0 }
    let loss = (model.unitRoundoff / 2 + model.storageRoundoffH) * abs(Double(h)) + underflow
    return S(share(place: 10, unit: unit, step: step, row: row) * loss)
  }
}
