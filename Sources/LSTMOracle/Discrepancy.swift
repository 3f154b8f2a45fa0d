public import LSTMContract

/// One element in which an answer differs from what the equations allow.
public struct Discrepancy: Sendable, Equatable, Codable {
  /// The array that holds the element.
  public var part: AnswerPart
  /// The processing step s, for an element of `outputs`.
  public var step: Int?
  /// The row of the batch.
  public var row: Int
  /// The unit.
  public var unit: Int
  /// What the equations give, rounded to double.
  public var expected: Double
  /// What the subject gave.
  public var actual: Double
  /// How far the two may lie apart; 0 where the bits must be equal.
  public var radius: Double
  /// The equation that is violated.
  public var equation: Equation
  /// What is wrong, in a few words.
  public var detail: String

  /// A discrepancy with all its parts.
  public init(
    part: AnswerPart, step: Int?, row: Int, unit: Int, expected: Double, actual: Double, radius: Double,
    equation: Equation, detail: String
  ) {
    self.part = part
    self.step = step
    self.row = row
    self.unit = unit
    self.expected = expected
    self.actual = actual
    self.radius = radius
    self.equation = equation
    self.detail = detail
  }
}

extension Discrepancy: CustomStringConvertible {
  public var description: String { "\(sentence) (\(equation.label))" }

  /// What is wrong, without the number of the equation.
  public var sentence: String {
    let place = (step.map { "step \($0), " } ?? "") + "row \(row), unit \(unit)"
    return "\(part.rawValue) at \(place): expected \(Self.text(expected))"
      + (radius > 0 ? " within \(radius)" : " exactly") + ", got \(Self.text(actual)): \(detail)"
  }

  /// The sign of a NaN means nothing.
  private static func text(_ value: Double) -> String { value.isNaN ? "nan" : "\(value)" }
}
