public import LSTMContract

/// An element and how much of its radius its error used.
public struct ExtremeError: Sendable, Equatable, Codable {
  /// |error| / radius, or |error| in ulp.
  public var value: Double
  /// The array.
  public var part: AnswerPart
  /// The processing step, for an element of `outputs`.
  public var step: Int?
  /// The row of the batch.
  public var row: Int
  /// The unit.
  public var unit: Int
}

/// What the step oracle says of one answer.
public struct StepJudgement: Sendable {
  /// Elements compared with a radius.
  public internal(set) var compared = 0
  /// Elements compared bit for bit.
  public internal(set) var comparedBits = 0
  /// Elements that must be NaN, or infinite, and were looked at.
  public internal(set) var comparedNonFinite = 0
  /// Elements that the model does not decide: counted, not judged.
  public internal(set) var undecided = 0
  /// The largest |error| / radius.
  public internal(set) var largestRatio: ExtremeError?
  /// The largest |error| in units in the last place of the expected value, of values of at least `leastForUlp`.
  public internal(set) var largestUlp: ExtremeError?
  /// How many elements differ.
  public internal(set) var discrepancies = 0
  /// The first of them in processing order.
  public internal(set) var first: Discrepancy?

  /// Errors of smaller values are not counted in ulp: the activations' class is absolute.
  public static let leastForUlp = 0x1p-6

  /// Whether no element differs.
  public var agrees: Bool { discrepancies == 0 }

  mutating func note(_ discrepancy: @autoclosure () -> Discrepancy) {
    discrepancies += 1
    if first == nil { first = discrepancy() }
  }
}
