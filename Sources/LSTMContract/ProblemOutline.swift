/// What is known of a problem before its data are made: everything that decides whether an implementation supports it.
///
/// A generator makes outlines without drawing an array; the outline of a problem is read off its arrays. What a
/// generator cannot know before the data is nil in its outlines, and never in those of problems.
public struct ProblemOutline: Hashable, Sendable {
  /// T, B, I and H.
  public var shape: LSTMShape
  /// Layout, direction, output rules and activations.
  public var options: LSTMOptions
  /// What kind of mask there is.
  public var mask: MaskOutline
  /// Whether there is a bias.
  public var hasBias: Bool
  /// Whether some element of h0 or c0 is not +0: where no step counts, -0 comes back as -0.
  public var hasInitialState: Bool?
  /// Whether no element of any array is NaN or infinite.
  public var isFinite: Bool?

  /// An outline; what is not given is as in the plainest problem, but for the two that only data tell.
  public init(
    shape: LSTMShape, options: LSTMOptions = LSTMOptions(), mask: MaskOutline = .none, hasBias: Bool = true,
    hasInitialState: Bool? = nil, isFinite: Bool? = nil
  ) {
    self.shape = shape
    self.options = options
    self.mask = mask
    self.hasBias = hasBias
    self.hasInitialState = hasInitialState
    self.isFinite = isFinite
  }

  /// The outline of a problem. Every array is looked at once.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public init<Scalar: LSTMScalar>(_ problem: LSTMProblem<Scalar>) {
    self.init(
      shape: problem.shape, options: problem.options, mask: MaskOutline(problem), hasBias: problem.bias != nil,
      hasInitialState: [problem.initialH, problem.initialC].contains { $0.elements.contains { $0.bits != 0 } },
      isFinite: problem.arrays.allSatisfy { $0.tensor.elements.allSatisfy(\.isFinite) })
  }
}

/// What kind of mask a problem has.
public enum MaskOutline: Hashable, Sendable {
  /// None: every step counts.
  case none
  /// The steps that count are the first of each row: the mask says no more than a length for each.
  case lengths(hasEmptyRow: Bool)
  /// Some step counts behind one that does not.
  case gapped(hasEmptyRow: Bool)

  /// The kind of a problem's mask. A row is empty where T > 0 and no step counts.
  public init<Scalar: LSTMScalar>(_ problem: LSTMProblem<Scalar>) {
    guard problem.mask != nil else {
      self = .none
      return
    }
    let hasEmptyRow = problem.shape.timeSteps > 0 && problem.countingSteps.contains(0)
    self = problem.lengths == nil ? .gapped(hasEmptyRow: hasEmptyRow) : .lengths(hasEmptyRow: hasEmptyRow)
  }
}
