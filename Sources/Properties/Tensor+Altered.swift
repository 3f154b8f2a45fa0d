internal import LSTMContract

extension Tensor where Element: LSTMScalar {
  /// The array with other values: all negated, all but the first, a single one, or the same ones at other places, so that
  /// neither the first element, nor a sample, nor a sum tells the two apart; nil where there is none.
  ///
  /// Magnitudes are kept, so that the answer stays in the range for which the values were drawn; where all are 0, they
  /// become multiples of 1/8 up to 1.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  func altered(_ draws: inout Draws) -> Tensor? {
    let count = elements.count
    let largest = elements.indices.max { abs(elements[$0]) < abs(elements[$1]) }
    guard let largest else { return nil }
    if elements.allSatisfy({ $0 == 0 }) {
      return try? Tensor(shape: shape, elements: elements.map { _ in Element(1 + draws.number(below: 8)) / 8 })
    }
    var values = elements
    switch draws.number(below: 4) {
    case 0:
      for place in values.indices.dropFirst() { values[place].negate() }
    case 1:
      values[largest].negate()
    case 2 where count > 3:
      // The inner elements turned by a half: the first, the last and every sum over all remain.
      let inner = count - 2
      for place in 0..<inner { values[1 + place] = elements[1 + (place + (inner + 1) / 2) % inner] }
    default: break
    }
    let isSame = values.hasSameBits(as: elements)
    if isSame { values = elements.map { -$0 } }
    return try? Tensor(shape: shape, elements: values)
  }
}
