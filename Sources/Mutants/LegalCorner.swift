public import LSTMContract

/// A corner of the box in which a declared arithmetic lets every intermediate value lie.
///
/// Each sum, activation and state of a run is moved by half of what the declaration allows it to err, up or down.
/// What such runs disagree about is what two right evaluations may disagree about, to first order, whatever the fault
/// between them does with it.
public struct LegalCorner: Sendable, Hashable {
  /// The declared arithmetic.
  public let model: ArithmeticModel
  /// Which corner.
  let pattern: Int

  /// Corners enough to span the box: all up, all down, gates against each other, and signs that change from unit to
  /// unit and step to step, with their opposites.
  public static func all(of model: ArithmeticModel) -> [LegalCorner] {
    (0..<6).map { LegalCorner(model: model, pattern: $0) }
  }

  /// Half of what may be lost at `place`: -1/2 or 1/2. Places of a unit: z of the gates, their values, the value of the
  /// cell state, c and h.
  func share(place: Int, unit: Int, step: Int, row: Int) -> Double {
    switch pattern {
    case 0: return 0.5
    case 1: return -0.5
    case 2: return place % 4 < 2 ? 0.5 : -0.5
    default:
      var mixed = UInt64(place) &+ 16 &* UInt64(unit) &+ 0x1_0000 &* UInt64(step) &+ 0x1_0000_0000 &* UInt64(row)
      mixed = (mixed &+ (pattern == 5 ? 0x5bd1 : 1)) &* 0x9E37_79B9_7F4A_7C15
      mixed = (mixed ^ (mixed >> 29)) &* 0xBF58_476D_1CE4_E5B9
      return (mixed >> 40) & 1 == (pattern == 3 ? 0 : 1) ? 0.5 : -0.5
    }
  }

  /// What stands where no value is decided because an intermediate one may overflow: not the same in all corners.
  var undecided: Double { pattern % 2 == 0 ? .nan : 0 }

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
