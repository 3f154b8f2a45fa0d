/// What a value is where it is not finite in every legal evaluation (Docs/non-finite.md).
enum NonFiniteValue {
  /// It is finite, or the model does not decide it: the radius says which.
  case none
  case positiveInfinity
  case negativeInfinity
  case nan

  init(_ value: Double) {
    self = value.isNaN ? .nan : value.isFinite ? .none : value < 0 ? .negativeInfinity : .positiveInfinity
  }

  /// The infinity, or nil.
  var infinity: Double? {
    switch self {
    case .positiveInfinity: .infinity
    case .negativeInfinity: -.infinity
    case .none, .nan: nil
    }
  }
}
