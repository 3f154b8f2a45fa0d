internal import LSTMContract

/// How the error of a whole run is carried from step to step.
public enum EndToEndRadii: Sendable {
  /// One number for each unit, multiplied by |R| at each step (R6). Golden files keep these radii.
  case recursion
  /// Signed coefficients of every error made so far (R38), where they are affordable, within the radii of the recursion.
  case generators
  /// The recursion's where they are narrow, for they cost little; generators where one of them is wide.
  case generatorsWhereWide
}

extension ReferenceAnswer {
  /// Whether a radius is so large that generators are worth their cost: beyond 2^-10 a fault in the tenth bit of h is hidden.
  var isWide: Bool { AnswerPart.allCases.contains { self[$0].radius.contains { $0 > 0x1p-10 } } }
}
