/// Why an `LSTMProblem` or one of its arrays cannot exist. Each case names the array and the shapes.
public enum LSTMProblemError: Error, Equatable, Sendable {
  /// An array has a shape that does not fit the others.
  case wrongShape(array: String, found: [Int], expected: [Int])
  /// A mask has the shape that the other layout would ask for.
  case wrongMaskLayout(found: [Int], expected: [Int])
  /// The number of elements is not the product of the shape.
  case wrongCount(array: String, found: Int, shape: [Int])
  /// An array has another number of axes than it should.
  case wrongRank(array: String, found: [Int], expected: String)
  /// A size is below zero.
  case negativeSize(array: String, shape: [Int])
  /// Input size and units must be at least 1.
  case emptyAxis(array: String, shape: [Int], axis: String)
  /// A sequence length is below 0 or above the number of time steps.
  case lengthOutOfRange(row: Int, found: Int, timeSteps: Int)
  /// The number of bytes of an array cannot be represented.
  case overflow(array: String, shape: [Int])
}

extension LSTMProblemError: CustomStringConvertible {
  public var description: String { "\(array): \(reason)" }

  /// What stands for an array where the sizes by themselves are wrong.
  static let sizes = "[T, B, I, H]"

  /// Whether the sizes are wrong and no array is named.
  public var concernsSizes: Bool { array == Self.sizes }

  /// The array that is wrong.
  public var array: String {
    switch self {
    case .wrongShape(let array, _, _), .wrongCount(let array, _, _), .wrongRank(let array, _, _),
      .negativeSize(let array, _), .emptyAxis(let array, _, _), .overflow(let array, _):
      array
    case .wrongMaskLayout: "mask"
    case .lengthOutOfRange: "lengths"
    }
  }

  /// What was found and what was expected.
  public var reason: String {
    switch self {
    case .wrongShape(_, let found, let expected): "found shape \(found), expected \(expected)"
    case .wrongMaskLayout(let found, let expected):
      "found shape \(found), expected \(expected): the mask has the layout of the input"
    case .wrongCount(_, let found, let shape): "found \(found) elements, expected the product of shape \(shape)"
    case .wrongRank(_, let found, let expected): "found shape \(found), expected \(expected)"
    case .negativeSize(_, let shape): "found shape \(shape), expected no negative size"
    case .emptyAxis(_, let shape, let axis): "found shape \(shape), expected \(axis) of at least 1"
    case .lengthOutOfRange(let row, let found, let timeSteps):
      "found \(found) in row \(row), expected 0 to \(timeSteps)"
    case .overflow(_, let shape): "found shape \(shape), expected a product that fits in memory"
    }
  }
}
