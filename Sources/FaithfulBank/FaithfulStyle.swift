/// One legal way to evaluate the equations. Every combination is within the model that its backend declares.
public struct FaithfulStyle: Sendable, Hashable, Codable {
  /// The order in which the terms of a pre-activation are added.
  public enum Order: String, CaseIterable, Sendable, Codable {
    /// From the first term to the last.
    case sequential
    /// From the last to the first.
    case reversed
    /// By halves.
    case pairwise
    /// In blocks of sixteen, whose sums are added.
    case blocked
    /// In eight interleaved lanes, which are added at the end.
    case lanes
    /// All positive terms, then all negative ones: the largest partial sums that the data allow.
    case signSorted
  }

  /// How the sigmoid is evaluated.
  public enum Sigmoid: String, CaseIterable, Sendable, Codable {
    /// 1 / (1 + exp(-x)).
    case exponential
    /// exp(x) / (1 + exp(x)) for x < 0, so that small values keep their relative accuracy.
    case twoSided
    /// (1 + tanh(x / 2)) / 2.
    case hyperbolic
  }

  /// How tanh is evaluated.
  public enum Hyperbolic: String, CaseIterable, Sendable, Codable {
    /// The mathematical library's.
    case library
    /// (1 - e) / (1 + e) with e = exp(-2|x|).
    case exponential
    /// Lambert's continued fraction, clamped: a rational function, with the error class that it declares.
    case rational
  }

  /// How accurate the activations are, within the class that the style declares.
  public enum Accuracy: String, CaseIterable, Sendable, Codable {
    /// As the formula gives it, the same for every unit.
    case uniform
    /// Rounded once in whole vectors of eight units; the formula in the tail.
    case vectors
    /// Rounded once, and off by nearly the whole class at one argument in sixteen.
    case spikes
  }

  /// The order of summation.
  public var order = Order.sequential
  /// Whether a product and a sum are one operation with one rounding.
  public var fuses = false
  /// Whether x·K and h·R are summed apart and added.
  public var splits = false
  /// Whether the bias starts the sum (true) or is added to it at the end.
  public var startsWithBias = true
  /// How the sigmoid is evaluated.
  public var sigmoid = Sigmoid.exponential
  /// How tanh is evaluated.
  public var tanh = Hyperbolic.library
  /// Whether f*c + i*j is one fused operation.
  public var fusesCell = false
  /// How accurate the activations are.
  public var accuracy = Accuracy.uniform
  /// Whether a `Float` cell keeps c in `Double` from step to step, and rounds it only for the answer.
  public var keepsWideCell = false
  /// Whether x·K + b is summed for the whole sequence before the first step, in blocks, and h·R is added to it.
  public var batchesInputs = false
  /// Whether subnormal results are flushed to zero, as the model then declares.
  public var flushes = false

  /// Sequential, unfused, with the library's activations.
  public init() {}

  /// A short name: `sequential`, `lanes+fma+split`, ...
  public var name: String {
    var parts = [order.rawValue]
    if fuses { parts.append("fma") }
    if splits { parts.append("split") }
    if !startsWithBias { parts.append("late-bias") }
    if sigmoid != .exponential { parts.append("sigmoid-\(sigmoid.rawValue)") }
    if tanh != .library { parts.append("tanh-\(tanh.rawValue)") }
    if fusesCell { parts.append("fused-cell") }
    if accuracy != .uniform { parts.append(accuracy == .vectors ? "vector-and-tail" : "spikes") }
    if keepsWideCell { parts.append("wide-cell") }
    if batchesInputs { parts.append("batched-inputs") }
    if flushes { parts.append("ftz") }
    return parts.joined(separator: "+")
  }

  /// The bank: each choice of each dimension, and combinations that cover every pair of choices of order and another
  /// dimension; then styles that are not the same for every unit, step or call.
  public static let all: [FaithfulStyle] = {
    var styles: [FaithfulStyle] = []
    for (number, order) in Order.allCases.enumerated() {
      for variant in 0..<6 {
        var style = FaithfulStyle()
        style.order = order
        style.fuses = variant % 2 == 1
        style.splits = (variant / 2 + number) % 2 == 1
        style.startsWithBias = (variant + number) % 3 != 0
        style.sigmoid = Sigmoid.allCases[(variant + number) % 3]
        style.tanh = Hyperbolic.allCases[(variant + 2 * number) % 3]
        style.fusesCell = (variant / 3 + number) % 2 == 1
        style.flushes = variant == 5
        styles.append(style)
      }
    }
    return [FaithfulStyle()] + styles + uneven
  }()

  private static let uneven: [FaithfulStyle] = [Order.sequential, .pairwise, .lanes].flatMap { order in
    let edits: [(inout FaithfulStyle) -> Void] = [
      { $0.accuracy = .vectors }, { $0.accuracy = .spikes }, { $0.keepsWideCell = true },
      {
        $0.batchesInputs = true
        $0.startsWithBias = order != .pairwise
      },
    ]
    return edits.map { edit in
      var style = FaithfulStyle()
      style.order = order
      edit(&style)
      return style
    }
  }
}
