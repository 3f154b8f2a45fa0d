/// One legal way to evaluate what a fault leaves alone: in which order, with which roundings, by which formulas.
public struct EvaluationStyle: Sendable, Hashable, Codable {
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
    /// In four interleaved lanes, which are added at the end.
    case lanes
  }

  /// How sigmoid and tanh are evaluated.
  public enum Formulas: String, CaseIterable, Sendable, Codable {
    /// In `Double`, rounded once.
    case rounded
    /// 1 / (1 + exp(-x)), and the mathematical library's tanh.
    case library
    /// e / (1 + e) with e = exp(x) for x < 0; (1 - e) / (1 + e) with e = exp(-2|x|).
    case twoSided = "two-sided"
    /// (1 + tanh(x / 2)) / 2, and m / (m + 2) with m = expm1(2x).
    case hyperbolic
  }

  /// The order of summation.
  public var order = Order.sequential
  /// Whether a product and a sum are one operation with one rounding.
  public var fuses = false
  /// Whether x·K and h·R are summed apart and added.
  public var splits = false
  /// Whether the bias starts the sum (true) or is added to it at the end.
  public var startsWithBias = false
  /// How sigmoid and tanh are evaluated.
  public var formulas = Formulas.rounded
  /// Whether f*c + i*j is one fused operation.
  public var fusesCell = false

  /// Sequential and unfused, the bias last, each activation rounded once: the style of the bank itself.
  public init() {}

  /// A short name: `sequential`, `lanes+fma+split`, ...
  public var name: String {
    var parts = [order.rawValue]
    if fuses { parts.append("fma") }
    if splits { parts.append("split") }
    if startsWithBias { parts.append("early-bias") }
    if formulas != .rounded { parts.append(formulas.rawValue) }
    if fusesCell { parts.append("fused-cell") }
    return parts.joined(separator: "+")
  }

  /// Styles that are not the bank's own: other orders, x and h summed apart, fused, by other formulas.
  public static let foreign: [EvaluationStyle] = Order.allCases.enumerated().map { number, order in
    var style = EvaluationStyle()
    style.order = order
    style.fuses = number % 2 == 1
    style.splits = number % 3 == 0 || number == 4
    style.startsWithBias = number > 1
    style.formulas = [.library, .twoSided, .hyperbolic][number % 3]
    style.fusesCell = number > 2
    return style
  }
}
