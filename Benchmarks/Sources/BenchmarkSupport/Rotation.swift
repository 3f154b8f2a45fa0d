/// Indices of several sets of weights and data, round and round, so that no call meets what the one before it left in
/// the nearest cache.
public struct Rotation: Sendable {
  /// How many sets there are.
  public let count: Int
  private var last: Int

  /// A rotation that begins with the first set.
  public init(count: Int = 3) {
    self.count = count
    last = count - 1
  }

  /// The index of the next set.
  public mutating func next() -> Int {
    last = last + 1 == count ? 0 : last + 1
    return last
  }
}
