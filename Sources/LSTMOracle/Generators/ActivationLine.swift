internal import CLSTMOracle
internal import LSTMContract

/// An activation near the reference's argument: a computed value differs from the reference's by slope · δ and at most
/// `error`, whatever the error δ of the argument is, |δ| <= reach (R38).
struct ActivationLine {
  private(set) var slope: Double
  private(set) var error: Double

  /// What the slope of a sigmoid or a tanh, formed from a value good to 8u_r, may be off by.
  private static var slopeError: Double { 0x1p-47 }

  /// - Parameters:
  ///   - argument: z, or c, of the reference.
  ///   - value: the reference's activation of it.
  ///   - reach: the largest |δ|, finite.
  ///   - radius: the radius of the value by its exact range (R16), over at least that reach.
  init(
    _ activation: Activation, argument: Double, value: Double, reach: Double, radius: Double, _ radii: RadiusModel
  ) {
    let evaluation = Self.evaluation(activation, abs(value) + radius, radii)
    var (slope, remainder) = Self.line(activation, argument, value, reach)
    // Where the remainder is no longer small beside the exact range, the range alone says more.
    if 2 * remainder > radius - evaluation { (slope, remainder) = (0, max(radius - evaluation, 0)) }
    self.slope = slope
    error = (remainder + evaluation) * RadiusModel.inflation
  }

  /// The radius of the value by this line, where the argument's is `reach`.
  func radius(reach: Double) -> Double { (abs(slope) * reach + error) * RadiusModel.inflation }

  /// The error of the evaluation alone (R16, R28).
  private static func evaluation(_ activation: Activation, _ magnitude: Double, _ radii: RadiusModel) -> Double {
    let reference = 8 * radii.constants.reference
    func evaluated(_ bound: ActivationClass) -> Double {
      bound.relative * min(1, magnitude) + bound.absolute + radii.underflow + reference
    }
    switch activation.kind {
    case .sigmoid: return evaluated(radii.model.sigmoid)
    case .tanh: return evaluated(radii.model.tanh)
    case .hardSigmoid: return 4 * radii.model.unitRoundoff + reference
    case .relu, .identity: return 0
    }
  }

  /// A slope, and the largest |g(z+δ) - g(z) - slope · δ|.
  private static func line(
    _ activation: Activation, _ z: Double, _ value: Double, _ reach: Double
  ) -> (slope: Double, remainder: Double) {
    switch activation.kind {
    case .sigmoid:
      let slope = value * (1 - value)
      return (slope, curved(second: slope * (1 - 2 * value), mostSecond: 0.0963, mostThird: 0.125, reach))
    case .tanh:
      let slope = 1 - value * value
      return (slope, curved(second: 2 * value * slope, mostSecond: 0.770, mostThird: 2, reach))
    case .hardSigmoid where activation == .hardSigmoidFifth: return clamped(z, edge: 2.5, slope: 0.2, reach)
    case .hardSigmoid: return clamped(z, edge: 3, slope: 1.0 / 6, reach)
    case .relu:
      guard abs(z) <= reach * RadiusModel.inflation else { return (z > 0 ? 1 : 0, 0) }
      return (0.5, reach / 2)
    case .identity: return (1, 0)
    }
  }

  /// Taylor's remainder by the second derivative at z and the largest third one, or by the largest second one alone.
  private static func curved(
    second: Double, mostSecond: Double, mostThird: Double, _ reach: Double
  ) -> Double {
    let local = abs(second) + slopeError + mostThird * reach / 3
    return reach * (slopeError + reach / 2 * min(mostSecond, local))
  }

  /// A ramp between two clamps. Across an edge the slope lies between 0 and the ramp's: half of it errs by half.
  private static func clamped(
    _ z: Double, edge: Double, slope: Double, _ reach: Double
  ) -> (slope: Double, remainder: Double) {
    let (distance, margin) = (abs(z), reach * RadiusModel.inflation + 0x1p-40)
    if distance + margin < edge { return (slope, reach * 0x1p-52) }
    if distance - margin > edge { return (0, 0) }
    return (slope / 2, reach * slope / 2 * RadiusModel.inflation)
  }
}
