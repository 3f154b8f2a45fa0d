internal import LSTMContract

/// What the oracle knows of one pre-activation z before its radius is formed (E1).
struct DotProduct<Wide: WideReal> {
  /// z, the sum of the terms.
  var sum: Wide
  /// S, the sum of the absolute values of the terms (R5), rounded in double.
  var magnitude: Double
  /// m, the number of terms that are not zero (R7).
  var terms: Int
  /// The exponent of the lowest bit that any term can have: all terms are multiples of 2^lowestBit.
  var lowestBit: Int
  /// D, inherited from radii of the operands (R6).
  var inherited: Double
  /// The sum of |partner| over subnormal operands (R11 with denormals-are-zero).
  var subnormalPartners: Double
}

/// The constants of a model that every radius uses, formed once.
struct RadiusModel {
  let model: ArithmeticModel
  let tier: RadiusTier
  let u: Double
  let accumulator: Double
  /// u_p = max(u, u_acc).
  let product: Double
  /// w = 2 u_in + u_in^2.
  let operands: Double
  /// The largest error of one operation by underflow: the smallest subnormal of the narrowest format in use, or its
  /// smallest normal where subnormal results are flushed to zero. Storage coarser than u has longer subnormals.
  let underflow: Double
  /// Nothing at or above this is judged (section 5b of the derivation).
  let domain: Double

  init(_ model: ArithmeticModel, tier: RadiusTier = .rigorous) {
    self.model = model
    self.tier = tier
    u = model.unitRoundoff
    // A wider accumulator is declared as u: the sum is rounded to u at the end.
    accumulator = max(model.accumulatorRoundoff, model.unitRoundoff)
    product = max(u, accumulator)
    operands = 2 * model.operandRoundoff + model.operandRoundoff * model.operandRoundoff
    let coarsest = [u, model.operandRoundoff, model.storageRoundoffH, model.storageRoundoffC, accumulator].max() ?? u
    underflow = model.flushesToZero ? model.smallestNormal : model.smallestNormal * 2 * coarsest
    domain = model.largestFinite / 2
  }

  /// dz, the distance from z within which the sum of every legal order lies (R5-R13); nil where the model decides
  /// nothing: outside the domain, or a truncating accumulator with too many terms.
  @inline(__always) func radius<Wide: WideReal>(of dot: DotProduct<Wide>) -> Double? {
    let m = Double(dot.terms)
    guard m > 0 else { return dot.inherited }
    let reference = Wide.unitRoundoff
    // S is rounded in double whatever the reference.
    let slack = 1 + 4 * (m + 4) * Double.unitRoundoff
    let spread = dot.magnitude * slack + dot.inherited
    // R8: every node of every summation tree is a subset sum.
    let node = (dot.magnitude + abs(Double(dot.sum))) / 2 + (dot.inherited + operands * spread)
    guard node < domain else { return nil }
    // R11: operand rounding, underflow of each operation.
    var radius = operands * spread + 4 * m * underflow
    if model.denormalsAreZero { radius += model.smallestNormal * dot.subnormalPartners }
    // What is exact in the subject's type is exact in the reference's.
    if isExact(dot, node, slack) { return radius + dot.inherited }
    // R11: the reference's own error.
    radius += 1.01 * m * reference * dot.magnitude
    let rounding: Double
    let anyOrder = (m - 1) * accumulator * (1 + product) * (1 + operands) * spread
    if m * accumulator < 1 {
      // R9, R10.
      let computed = node * (1 + product) / (1 - m * accumulator) * slack
      let bound = (m - 1) * accumulator * computed.unitInFirstPlace
      rounding = model.truncatingAccumulator ? bound : min(bound, anyOrder)
    } else {
      guard !model.truncatingAccumulator else { return nil }
      rounding = anyOrder
    }
    let worst = rounding + product * (1 + operands) * spread
    // R24: errors that behave like independent random numbers stay far below the worst case of a long sum.
    radius += tier == .statistical ? min(worst, 4 * accumulator * spread) : worst
    return radius + dot.inherited
  }

  /// R12: every partial sum is a multiple of the terms' lowest bit and short enough to be representable.
  @inline(__always) private func isExact<Wide: WideReal>(
    _ dot: DotProduct<Wide>, _ node: Double, _ slack: Double
  ) -> Bool {
    guard dot.inherited == 0, operands == 0, dot.lowestBit > -16_000 else { return false }
    let quantum = Double(sign: .plus, exponent: dot.lowestBit, significand: 1)
    let least = model.flushesToZero ? model.smallestNormal : model.smallestNormal * 2 * accumulator
    guard quantum >= least else { return false }
    // Multiples of the quantum below 2^53 of it were added without rounding, and M with them.
    let bound = dot.magnitude < 0x1p53 * quantum ? node : node * slack
    return 2 * accumulator * bound.unitInFirstPlace <= quantum
  }
}
