/// A dense array in row-major order together with its shape.
///
/// `elements.count` always equals the product of `shape`.
public struct Tensor<Element: Sendable>: Sendable {
  /// The size of each axis, outermost first.
  public let shape: [Int]
  /// The values, last axis fastest. Replacing them keeps the count.
  public private(set) var elements: [Element]

  /// - Throws: `LSTMProblemError` where a size is negative, the product of the sizes overflows, or the number of
  ///   elements is not that product. `name` is the array's name in that error.
  public init(_ name: String = "array", shape: [Int], elements: [Element]) throws(LSTMProblemError) {
    guard try elementCount(of: shape, array: name) == elements.count else {
      throw .wrongCount(array: name, found: elements.count, shape: shape)
    }
    self.shape = shape
    self.elements = elements
  }

  /// - Throws: `LSTMProblemError` where a size is negative or the product of the sizes overflows.
  public init(_ name: String = "array", shape: [Int], repeating value: Element) throws(LSTMProblemError) {
    self.shape = shape
    self.elements = Array(repeating: value, count: try elementCount(of: shape, array: name))
  }

  /// The value at a flat, row-major position.
  @inlinable public subscript(position: Int) -> Element {
    get { elements[position] }
    set { set(newValue, at: position) }
  }

  @usableFromInline mutating func set(_ value: Element, at position: Int) { elements[position] = value }

  /// The same shape with each element transformed.
  @inlinable public func map<Other: Sendable>(_ transform: (Element) -> Other) -> Tensor<Other> {
    Tensor<Other>(unchecked: shape, elements: elements.map(transform))
  }

  @usableFromInline init(unchecked shape: [Int], elements: [Element]) {
    self.shape = shape
    self.elements = elements
  }
}

extension Tensor: Equatable where Element: Equatable {}

/// The number of elements of an array of this shape.
func elementCount(of shape: [Int], array: String) throws(LSTMProblemError) -> Int {
  var count = 1
  for size in shape {
    guard size >= 0 else { throw .negativeSize(array: array, shape: shape) }
  }
  for size in shape where size != 0 {
    let (product, overflow) = count.multipliedReportingOverflow(by: size)
    guard !overflow, product <= Int.max / MemoryLayout<Double>.size else {
      throw .overflow(array: array, shape: shape)
    }
    count = product
  }
  return shape.contains(0) ? 0 : count
}
