internal import LSTMContract

/// One value with its exact one and the difference.
struct ProbedValue {
  var input: Double
  var actual: Double
  var expected: Double
  /// What the exact value exceeds `expected` by.
  var rest: Double

  /// |actual - exact|, infinite where no number came.
  var error: Double {
    let error = abs((actual - expected) - rest)
    return error.isNaN ? .infinity : error
  }
}

extension ActivationProbe {
  /// What was seen of one activation.
  public struct Reading: Sendable, Codable {
    /// The largest |error| in units of u.
    public internal(set) var absoluteUnits = 0.0
    /// The largest |error| / |value| in units of u, where the value is normal.
    public internal(set) var relativeUnits = 0.0
    /// The largest |error|.
    public internal(set) var largestError = 0.0
    /// The pre-activation of the largest absolute error.
    public internal(set) var worstInput = 0.0
    /// Where the equations used the function then: `forget gate`, `candidate`, ...
    public internal(set) var worstPlace = ""
    /// The largest |error| where the function alone was read, and not through the other one.
    public internal(set) var largestErrorAlone = 0.0
    /// How many pre-activations were tried.
    public internal(set) var samples = 0
    /// The least and the largest value that came.
    public internal(set) var range: ClosedRange<Double>?

    /// Whether the error also stays small relative to the value, so that tiny values are good.
    public var isRelative: Bool { relativeUnits <= max(8, 2 * absoluteUnits) }

    /// Whether one value came for every pre-activation.
    public var isConstant: Bool { samples > 1 && range.map { $0.lowerBound == $0.upperBound } ?? true }

    mutating func note<Scalar: LSTMScalar>(_ value: ProbedValue, _ place: ProbedPlace, _ type: Scalar.Type) {
      let u = Double(Scalar.ulpOfOne) / 2
      samples += 1
      if value.error > largestError {
        (largestError, worstInput, worstPlace) = (value.error, value.input, place.rawValue)
      }
      absoluteUnits = largestError / u
      if place != .outputGate { largestErrorAlone = max(largestErrorAlone, value.error) }
      if value.actual.isFinite {
        range =
          min(range?.lowerBound ?? value.actual, value.actual)...max(range?.upperBound ?? value.actual, value.actual)
      }
      // Closer to underflow than this the exact value itself is short of bits.
      guard abs(value.expected) >= max(Double(Scalar.leastNormalMagnitude), 0x1p-1000) else { return }
      relativeUnits = max(relativeUnits, value.error / abs(value.expected) / u)
    }

    /// Whether what came is the function at all: no constant, and within a tenth of the function's range.
    ///
    /// - Parameter range: 1 for the sigmoid, 2 for tanh.
    func isApproximation(ofRange range: Double) -> Bool { !isConstant && largestError <= 0.1 * range }
  }
}
