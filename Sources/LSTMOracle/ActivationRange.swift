internal import LSTMContract
internal import RealModule

/// A value in the wide type with the radius within which every faithful subject's value lies.
struct Ranged<Wide: WideReal> {
  var value: Wide
  var radius: Double
}

/// sigma(z) and sigma(-z), each with a small relative error, and exp(-|z|).
@inline(__always) private func sigmoidPair<Wide: WideReal>(_ z: Wide) -> (value: Wide, p: Double, q: Double) {
  let e = Wide.exp(-abs(z))
  let large = 1 / (1 + e)
  let small = e / (1 + e)
  return z.sign == .plus ? (large, Double(large), Double(small)) : (small, Double(small), Double(large))
}

/// R14: sup of |sigma(z + t) - sigma(z)| over |t| <= d, given p = sigma(z) and q = sigma(-z).
///
/// sigma(a) - sigma(b) = sigma(a) sigma(-b) (1 - exp(-(a - b))) has no cancellation. The supremum is reached towards 0,
/// so with a = |z| it is (1 - exp(-d)) sigma(a) sigma(d - a).
@inline(__always) func sigmoidRange(distance a: Double, p: Double, q: Double, d: Double) -> Double {
  guard d > 0, a.isFinite else { return 0 }
  // 1 - exp(-d) <= d, and equal to within d^2 / 2.
  let change = d < 0x1p-34 ? d : -Double.expMinusOne(-d)
  let (large, small) = p > q ? (p, q) : (q, p)
  guard a > 700 else { return change * large * small / (small + large * (1 - change)) }
  return change * large / (1 + Double.exp(a - d))
}

/// An activation of the wide pre-activation `z`, known within `d`, with its range and the declared evaluation error
/// (R14-R16, R28).
@inline(__always) func ranged<Wide: WideReal>(
  _ activation: Activation, of z: Wide, within d: Double, model: ArithmeticModel, underflow: Double
) -> Ranged<Wide> {
  let reference = 8 * Wide.unitRoundoff
  func evaluated(_ value: Wide, _ radius: Double, _ bound: ActivationClass) -> Ranged<Wide> {
    let relative = bound.relative == 0 ? 0 : bound.relative * min(1, abs(Double(value)) + radius)
    return Ranged(value: value, radius: radius + relative + bound.absolute + underflow + reference)
  }
  switch activation {
  case .sigmoid:
    let (value, p, q) = sigmoidPair(z)
    return evaluated(value, sigmoidRange(distance: abs(Double(z)), p: p, q: q, d: d), model.sigmoid)
  case .tanh:
    // R15: tanh(z) = 2 sigma(2z) - 1.
    let a = min(abs(z), Wide(0x1p500))
    let (magnitude, small) = tanhPair(a)
    let q = small / (1 + small)
    let radius = 2 * sigmoidRange(distance: 2 * Double(a), p: 1 - q, q: q, d: 2 * d)
    return evaluated(z.sign == .plus ? magnitude : -magnitude, radius, model.tanh)
  case .hardSigmoidFifth: return clipped(z / 5, by: d / 5, model.unitRoundoff)
  case .hardSigmoidSixth: return clipped(z / 6, by: d / 6, model.unitRoundoff)
  case .relu:
    let value = max(z, 0)
    guard z.isFinite else { return Ranged(value: value, radius: 0) }
    let wideD = Wide(d)
    return Ranged(value: value, radius: Double(max(max(z + wideD, 0) - value, value - max(z - wideD, 0))))
  case .identity: return Ranged(value: z, radius: z.isFinite ? d : 0)
  }
}

/// tanh(a) and exp(-2a) for a >= 0; exp(-2a) keeps its relative accuracy where it is small.
@inline(__always) private func tanhPair<Wide: WideReal>(_ a: Wide) -> (Wide, Double) {
  if a > 4 {
    let e = Wide.exp(-2 * a)
    return ((1 - e) / (1 + e), Double(e))
  }
  let m = Wide.expMinusOne(-2 * a)
  return (-m / (2 + m), Double(1 + m))
}

/// clip(scaled + 1/2, 0, 1): R28 with an evaluation error of 4u.
@inline(__always) private func clipped<Wide: WideReal>(
  _ scaled: Wide, by d: Double, _ unitRoundoff: Double
) -> Ranged<Wide> {
  func clip(_ x: Wide) -> Wide { min(max(x + 0.5, 0), 1) }
  let value = clip(scaled)
  guard scaled.isFinite else { return Ranged(value: value, radius: 0) }
  let wideD = Wide(d)
  let range = Double(max(clip(scaled + wideD) - value, value - clip(scaled - wideD)))
  return Ranged(value: value, radius: range + 4 * unitRoundoff + 8 * Wide.unitRoundoff)
}
