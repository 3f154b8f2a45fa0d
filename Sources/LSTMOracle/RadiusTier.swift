/// How the rounding error of a sum of products is bounded.
public enum RadiusTier: Sendable {
  /// By what no order of evaluation exceeds (R10): what lies outside is wrong.
  case rigorous
  /// By 4u·S at most (R24): what lies outside is suspicious and may be right.
  case statistical
}
