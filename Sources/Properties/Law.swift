public import LSTMContract

/// How closely a prediction must be met.
public enum Exactness: String, CaseIterable, Sendable {
  /// Every bit, where any NaN equals any NaN.
  case bitForBit
  /// Within the sum of the end-to-end radii of the two runs, or within one radius and the prediction's own slack.
  case withinRadii
}

/// A relation between the answers to two problems that every LSTM obeys, whatever its weights.
public protocol Law: Sendable {
  /// A short name in kebab-case, as reports print it.
  var name: String { get }
  /// The law in one sentence.
  var statement: String { get }
  /// How closely it must hold for every implementation whose answer is a deterministic function of the problem.
  var exactness: Exactness { get }
  /// Why it must hold bit for bit, or why it may not.
  var why: String { get }

  /// The arrays of an answer without which it cannot be applied.
  var neededParts: Set<AnswerPart> { get }

  /// Transforms the problem, runs what must be run, and returns what has to be equal.
  ///
  /// - Parameters:
  ///   - problem: the problem at hand.
  ///   - original: the subject's answer to it.
  ///   - draw: decides every random choice; the same draw makes the same choices.
  ///   - run: the subject's answer to another problem; the caller judges each of these runs as a case of its own.
  /// - Throws: what `run` throws, or `LSTMProblemError` where a transformed problem would overflow.
  func apply<S: LSTMScalar>(
    to problem: LSTMProblem<S>, original: LSTMAnswer<S>, draw: UInt64,
    run: (LSTMProblem<S>) throws -> LSTMAnswer<S>
  ) throws -> LawOutcome<S>
}

extension Law {
  /// None in particular: what both sides have is compared.
  public var neededParts: Set<AnswerPart> { [] }
}

/// What came of applying a law.
public enum LawOutcome<S: LSTMScalar>: Sendable {
  /// The problem does not meet the law's precondition; nothing was compared.
  case notApplicable
  /// Two answers that must be equal.
  case comparison(LawComparison<S>)
}

/// Two answers to one problem that must be equal.
public struct LawComparison<S: LSTMScalar>: Sendable {
  /// The problem whose answer is predicted; its end-to-end radii apply to both sides.
  public var problem: LSTMProblem<S>
  /// The subject's answer to it.
  public var observed: LSTMAnswer<S>
  /// What the law says that answer must be.
  public var predicted: Prediction<S>
  /// The arrays that the law speaks about and both sides have.
  public var parts: [AnswerPart]

  /// A comparison of `parts`, by default of all four arrays; what a side omits is left out.
  public init(
    problem: LSTMProblem<S>, observed: LSTMAnswer<S>, predicted: Prediction<S>,
    parts: [AnswerPart] = AnswerPart.allCases
  ) {
    self.problem = problem
    self.observed = observed
    self.predicted = predicted
    var absent = observed.omitted
    if case .otherRun(let other) = predicted { absent.formUnion(other.omitted) }
    self.parts = parts.filter { !absent.contains($0) }
  }
}

/// Where a predicted answer comes from.
public enum Prediction<S: LSTMScalar>: Sendable {
  /// Runs of the subject on other problems, put into the layout of the predicted problem. Put together so, they are
  /// a legal evaluation of that problem, so the difference may reach twice its end-to-end radius.
  case otherRun(LSTMAnswer<S>)
  /// A formula: for each array its values and, for each value, a bound on the formula's own rounding. The difference
  /// may reach one end-to-end radius and the slack. A slack that is not finite decides nothing.
  case closedForm(values: [AnswerPart: [Double]], slack: [AnswerPart: [Double]])
}

/// The laws that relate the answers to two problems.
public enum Laws {
  /// Every law; names are unique.
  public static let all: [any Law] = [
    SplitSequence(), PermutedBatch(), BatchOfOne(), ReversedInput(), PermutedUnits(), AllTrueMask(), MaskedValues(),
    TransposedLayout(), AppendedMaskedSteps(), ZeroKernels(),
  ]
}
