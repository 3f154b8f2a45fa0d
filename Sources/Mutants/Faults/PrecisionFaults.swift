internal import LSTMContract

extension Mutant {
  /// c rounded to eight significant bits after each step.
  public static let cellStateInBfloat16 = Mutant(
    "cell-state-in-bfloat16", "The cell state is carried in bfloat16, rounded to nearest even.", class: .precision,
    origin: .systematic, fault: Bfloat16CellState())

  static let namedPrecisionFaults = [cellStateInBfloat16]
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

/// A format with fewer bits of significand than the scalar type.
enum NarrowFormat: String, CaseIterable {
  case bfloat16, tf32, float16

  private var bits: Int { self == .bfloat16 ? 8 : 11 }

  var unitRoundoff: Double { Double(sign: .plus, exponent: -bits, significand: 1) }

  /// Rounds to nearest, ties to even; float16 also has its range.
  @specialized(where S == Float)
  @specialized(where S == Double)
  func rounded<S: LSTMScalar>(_ value: S) -> S {
    guard value.isFinite, value != 0 else { return value }
    let single = Double(value)
    let scale = Double(sign: .plus, exponent: Int(single.exponent) - (bits - 1), significand: 1)
    let rounded = (single / scale).rounded(.toNearestOrEven) * scale
    guard self == .float16 else { return S(rounded) }
    if abs(rounded) > 65_504 { return rounded < 0 ? -.infinity : .infinity }
    return S((rounded * 0x1p24).rounded(.toNearestOrEven) / 0x1p24)
  }
}

extension Mutant {
  /// Values in a narrower format than declared.
  static let precisionFaults: [Mutant] =
    NarrowFormat.allCases.flatMap { format -> [Mutant] in
      let name = format.rawValue
      return [
        Mutant(
          "weights-in-\(name)", "The kernels are rounded to \(name).", class: .precision, origin: .systematic,
          fault: NarrowWeights(format: format)),
        Mutant(
          "inputs-in-\(name)", "x and h are rounded to \(name) in the products.", class: .precision,
          origin: .systematic,
          fault: NarrowOperands(format: format)),
        Mutant(
          "sums-in-\(name)", "The sums of products are accumulated in \(name).", class: .precision, origin: .systematic,
          fault: NarrowSums(format: format)),
        Mutant(
          "gates-in-\(name)", "The values of the gates are rounded to \(name).", class: .precision, origin: .systematic,
          fault: NarrowGates(format: format)),
        Mutant(
          "hidden-state-in-\(name)", "h is rounded to \(name) where it is fed back and returned.", class: .precision,
          origin: .systematic, fault: NarrowHidden(format: format)),
      ]
    }
    + [
      Mutant(
        "cell-state-in-float16", "The cell state is carried in float16.", class: .precision, origin: .systematic,
        fault: NarrowCell(format: .float16)),
      Mutant(
        "double-in-float", "Activations of doubles are computed in float.", class: .precision,
        origin: .bugs(["keras#23223"]), fault: FloatActivations()),
      Mutant(
        "subnormals-flushed", "Subnormal sums are flushed to zero.", class: .precision, origin: .systematic,
        fault: Flushed()),
    ]
}

private struct NarrowWeights: TermFault {
  let format: NarrowFormat

  @specialized(where S == Float)
  @specialized(where S == Double)
  func adding<S: LSTMScalar>(_ value: S, _ weight: S, to sum: S) -> S { sum + value * format.rounded(weight) }
}

private struct NarrowOperands: TermFault {
  let format: NarrowFormat

  @specialized(where S == Float)
  @specialized(where S == Double)
  func adding<S: LSTMScalar>(_ value: S, _ weight: S, to sum: S) -> S { sum + format.rounded(value) * weight }
}

private struct NarrowSums: TermFault {
  let format: NarrowFormat

  @specialized(where S == Float)
  @specialized(where S == Double)
  func adding<S: LSTMScalar>(_ value: S, _ weight: S, to sum: S) -> S { format.rounded(sum + value * weight) }

  func joining<S: LSTMScalar>(_ left: S, _ right: S) -> S { format.rounded(left + right) }

  var accumulatorRoundoff: Double { format.unitRoundoff }
}

private struct NarrowGates: Fault {
  let format: NarrowFormat

  func gateValue<S: LSTMScalar>(_ gate: Gate, of activation: Activation, at z: S, by rule: ActivationRule) -> S {
    format.rounded(rule.value(of: activation, at: z))
  }
}

private struct NarrowHidden: Fault {
  let format: NarrowFormat

  func complete<S: LSTMScalar>(_ next: inout RowMemory<S>, after previous: RowMemory<S>) {
    next.h = next.h.map(format.rounded)
    next.y = next.h
  }
}

private struct NarrowCell: Fault {
  let format: NarrowFormat

  func kept<S: LSTMScalar>(cellState c: S) -> S { format.rounded(c) }
}

private struct FloatActivations: Fault {
  func value<S: LSTMScalar>(of activation: Activation, at z: S, by rule: ActivationRule) -> S {
    S(rule.value(of: activation, at: Float(z)))
  }

  /// A float is no fault in float.
  func standing(under model: ArithmeticModel) -> Standing { model.scalar == .float ? .equivalent : .undetermined }
}

private struct Flushed: Fault {
  func preActivation<S: LSTMScalar>(_ z: S, gate: Gate, unit: Int) -> S { z.isSubnormal ? 0 : z }

  func kept<S: LSTMScalar>(cellState c: S) -> S { c.isSubnormal ? 0 : c }
}
