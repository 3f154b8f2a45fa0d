/// Sizes that do not vary, such as those of a library whose sizes are compiled in.
public struct FixedSizes: Hashable, Sendable, Codable {
  /// T, or nil where it varies.
  public var timeSteps: Int?
  /// B, or nil where it varies.
  public var batch: Int?
  /// I, or nil where it varies.
  public var inputSize: Int?
  /// H, or nil where it varies.
  public var units: Int?

  /// Sizes of which none is fixed unless told.
  public init(timeSteps: Int? = nil, batch: Int? = nil, inputSize: Int? = nil, units: Int? = nil) {
    self.timeSteps = timeSteps
    self.batch = batch
    self.inputSize = inputSize
    self.units = units
  }

  private static let axes: [(letter: String, size: WritableKeyPath<FixedSizes, Int?> & Sendable)] = [
    ("T", \.timeSteps), ("B", \.batch), ("I", \.inputSize), ("H", \.units),
  ]

  /// Reads `I:1,H:20`; nil where a part is none of T, B, I and H with a size of at least 1, or comes twice.
  public init?(_ text: String) {
    self.init()
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let words = part.split(separator: ":", omittingEmptySubsequences: false)
      let letter = words[0].filter { $0 != " " }
      guard words.count == 2, let axis = Self.axes.first(where: { $0.letter == letter }),
        let size = Int(words[1].filter { $0 != " " }), size > 0, self[keyPath: axis.size] == nil
      else { return nil }
      self[keyPath: axis.size] = size
    }
  }

  /// Whether no size is fixed.
  public var isEmpty: Bool { self == FixedSizes() }

  /// The fixed sizes as T, B, I or H with their values, in this order.
  public var pairs: [(letter: String, size: Int)] {
    Self.axes.compactMap { axis in self[keyPath: axis.size].map { (axis.letter, $0) } }
  }

  /// Whether a shape has these sizes.
  public func admits(_ shape: LSTMShape) -> Bool {
    [
      (timeSteps, shape.timeSteps), (batch, shape.batch), (inputSize, shape.inputSize), (units, shape.units),
    ].allSatisfy { fixed, size in fixed.map { $0 == size } ?? true }
  }

  /// The sizes that both fix; nil where they fix one differently.
  public func joined(with other: FixedSizes) -> FixedSizes? {
    var joined = self
    for axis in Self.axes {
      guard let size = other[keyPath: axis.size] else { continue }
      guard joined[keyPath: axis.size].map({ $0 == size }) ?? true else { return nil }
      joined[keyPath: axis.size] = size
    }
    return joined
  }
}

extension FixedSizes: CustomStringConvertible {
  /// `I=1 H=20`.
  public var description: String { pairs.map { "\($0.letter)=\($0.size)" }.joined(separator: " ") }
}
