/// How a body evaluates what no fault touches.
public enum Evaluation: Sendable, Hashable {
  /// In a legal style, rounding as the scalar type does.
  case style(EvaluationStyle)
  /// In the bank's own style, each value moved towards the end of what is legal.
  case corner(LegalCorner)

  /// The bank's own style.
  public static let plain = Evaluation.style(EvaluationStyle())

  var style: EvaluationStyle {
    guard case .style(let style) = self else { return EvaluationStyle() }
    return style
  }

  var corner: LegalCorner? {
    guard case .corner(let corner) = self else { return nil }
    return corner
  }
}
