internal import LSTMContract

/// How often each size was drawn.
struct CaseSizes: Sendable {
  private var counts: [Size: [Int: Int]] = [:]

  private enum Size: String, CaseIterable {
    case timeSteps = "T"
    case batch = "B"
    case inputSize = "I"
    case units = "H"
    case elements = "T·B·H"

    func value(in shape: LSTMShape) -> Int {
      switch self {
      case .timeSteps: shape.timeSteps
      case .batch: shape.batch
      case .inputSize: shape.inputSize
      case .units: shape.units
      case .elements: shape.timeSteps * shape.batch * shape.units
      }
    }
  }

  mutating func count(_ shape: LSTMShape) {
    for size in Size.allCases { counts[size, default: [:]][size.value(in: shape), default: 0] += 1 }
  }

  mutating func merge(_ other: CaseSizes) {
    for (size, values) in other.counts { counts[size, default: [:]].merge(values, uniquingKeysWith: +) }
  }

  /// For each size how it is distributed; empty where nothing was drawn.
  var quantiles: [SizeQuantiles] {
    Size.allCases.compactMap { size in
      guard let values = counts[size]?.sorted(by: { $0.key < $1.key }), let largest = values.last else { return nil }
      let total = values.reduce(0) { $0 + $1.value }
      func quantile(_ tenths: Int) -> Int {
        var seen = 0
        for (value, count) in values {
          seen += count
          if 10 * seen >= tenths * total { return value }
        }
        return largest.key
      }
      return SizeQuantiles(
        size: size.rawValue, tenth: quantile(1), median: quantile(5), ninetieth: quantile(9), largest: largest.key)
    }
  }
}

/// How one size of the drawn cases is distributed.
public struct SizeQuantiles: Sendable, Codable, Equatable {
  /// T, B, I, H or T·B·H.
  public var size: String
  /// A tenth of the cases are at most this large.
  public var tenth: Int
  /// Half of the cases are at most this large.
  public var median: Int
  /// Nine tenths of the cases are at most this large.
  public var ninetieth: Int
  /// The largest.
  public var largest: Int
}
