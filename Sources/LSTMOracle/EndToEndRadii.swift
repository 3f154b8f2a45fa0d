/// How the error of a whole run is carried from step to step.
public enum EndToEndRadii: Sendable {
  /// One number for each unit, multiplied by |R| at each step (R6). Golden files keep these radii.
  case recursion
  /// Signed coefficients of every error made so far (R38), where they are affordable, within the radii of the recursion.
  case generators
}
