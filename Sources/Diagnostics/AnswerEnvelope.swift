internal import LSTMContract

/// How far the evaluations of one hypothesis lie apart, and whether an answer lies among them.
struct AnswerEnvelope<Scalar: LSTMScalar> {
  /// The hypothesis in the bank's own style.
  let plain: LSTMAnswer<Scalar>
  /// The hypothesis at the corners of the legal ranges.
  let corners: [LSTMAnswer<Scalar>]

  /// Each corner lies half a legal error away. An answer may lie this many widths of all of them outside: a legal
  /// error and a half from the nearest, since corners are few and span the legal ranges to first order only.
  private static var reach: Double { 1 }
  /// Units of roundoff that are always allowed: a fault's own formula may be written down in several ways.
  private static var units: Double { 4 }

  /// The squares of the distances between an answer and the plain one, in widths, and their number; nil where the
  /// answer lies outside.
  ///
  /// - Parameter right: a right answer, where the sign of a zero on which all evaluations agree counts wherever the
  ///   right answer is a zero as well: elsewhere that sign is an accident of the arithmetic.
  func distance(to answer: LSTMAnswer<Scalar>, right: LSTMAnswer<Scalar>?) -> (squares: Double, count: Int)? {
    var (squares, count) = (0.0, 0)
    for part in answer.given {
      let (mine, own) = (answer[part], plain[part])
      let others = corners.map { $0[part] }
      let zeros = right?[part]
      for place in mine.indices {
        let comparesZeros = zeros.map { $0[place] == 0 } ?? false
        guard let distance = Self.distance(mine[place], own[place], others, place, comparesZeros) else { return nil }
        squares += distance * distance
        count += distance > 0 ? 1 : 0
      }
    }
    return (squares, count)
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private static func distance(
    _ mine: Scalar, _ own: Scalar, _ others: [[Scalar]], _ place: Int, _ comparesZeros: Bool
  ) -> Double? {
    if mine.bits == own.bits { return 0 }
    let a = Double(mine)
    let b = Double(own)
    var (low, high) = (b, b)
    let kind = Kind(b)
    var agrees = true
    for corner in others {
      let value = Double(corner[place])
      agrees = agrees && Kind(value) == kind
      low = min(low, value)
      high = max(high, value)
    }
    // Right evaluations do not agree what kind of value this is, so it may be anything.
    guard agrees else { return 0 }
    guard Kind(a) == kind else { return nil }
    guard kind == .finite else { return 0 }
    if a == 0, b == 0 { return comparesZeros && low == 0 && high == 0 ? nil : 0 }
    let width = high - low
    let slack = reach * width + units * Double(Scalar.ulpOfOne) * max(abs(a), abs(b)) / 2
    guard low - slack <= a, a <= high + slack else { return nil }
    return abs(a - b) / max(width, slack)
  }
}

/// What kind of value a number is, its size and, where it is finite, its sign apart.
private enum Kind: Hashable {
  case finite, nan, positiveInfinity, negativeInfinity

  init(_ value: Double) {
    self = value.isFinite ? .finite : value.isNaN ? .nan : value > 0 ? .positiveInfinity : .negativeInfinity
  }
}
