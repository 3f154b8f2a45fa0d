public import LSTMContract

/// What every call of a backend must respect, whatever it computes: it is a pure function of the problem, and it writes
/// every element of the answer.
///
/// Values are compared bit for bit, -0 differs from +0, and any NaN equals any NaN: the payload of a NaN depends on
/// the order of a processor's operands and carries no meaning here.
public protocol CallLaw: Sendable {
  /// A short name in kebab-case, as reports print it.
  var name: String { get }
  /// The law in one sentence.
  var statement: String { get }
  /// Whether it has another problem judged, which costs as much as the one at hand.
  var judgesAnotherProblem: Bool { get }

  /// Calls the backend and returns how it broke the law, or nil where it kept it.
  ///
  /// - Parameters:
  ///   - backend: the subject; it does not refuse `problem`.
  ///   - problem: the problem at hand.
  ///   - original: the subject's answer to it, from an earlier call.
  ///   - draw: decides every random choice; the same draw makes the same choices.
  ///   - isRight: whether an answer to another problem is right: the caller judges it as a case of its own.
  /// - Throws: what the backend throws, a refusal included; `LawNotApplicable` where nothing was compared.
  func violation<S: LSTMScalar>(
    of backend: any LSTMBackend<S>, on problem: LSTMProblem<S>, original: LSTMAnswer<S>, draw: UInt64,
    isRight: (LSTMProblem<S>, LSTMAnswer<S>) -> Bool
  ) throws -> CallLawViolation?
}

extension CallLaw {
  /// False.
  public var judgesAnotherProblem: Bool { false }
}

/// The problem, or what the backend answers, leaves a call law nothing to compare.
public struct LawNotApplicable: Error, Equatable {}

/// Two calls, one after the other: the second is answered otherwise than it should be.
public struct CallPair: Equatable, Sendable {
  /// What is asked first.
  public var earlier: AnyLSTMProblem
  /// What is asked then, and judged.
  public var later: AnyLSTMProblem

  /// - Parameters:
  ///   - earlier: what is asked first.
  ///   - later: what is asked then, and judged.
  public init(earlier: AnyLSTMProblem, later: AnyLSTMProblem) {
    self.earlier = earlier
    self.later = later
  }
}

/// A call that got no answer, with the call before it.
public struct NoAnswerAfterCall: Error {
  /// Why there was none.
  public var reason: any Error
  /// The call before it and the call itself, or nil where it was the first.
  public var pair: CallPair?
}

/// How a backend broke a call law.
public struct CallLawViolation: Error, Equatable, Sendable {
  /// The name of the law.
  public var law: String
  /// The array of the answer, or nil where an input was changed.
  public var part: AnswerPart?
  /// The flat position in that array, or nil where the array has another size.
  public var index: Int?
  /// What should have been found: a value and its bits.
  public var expected: String
  /// What was found: a value and its bits.
  public var actual: String
  /// What happened, in one line.
  public var detail: String
  /// The two calls that show it, where an earlier call matters.
  public var pair: CallPair?

  /// A violation of `law`.
  public init(
    law: String, part: AnswerPart? = nil, index: Int? = nil, expected: String, actual: String, detail: String,
    pair: CallPair? = nil
  ) {
    self.law = law
    self.part = part
    self.index = index
    self.expected = expected
    self.actual = actual
    self.detail = detail
    self.pair = pair
  }
}

extension CallLawViolation: CustomStringConvertible {
  /// One line: `second-call: outputs[3]: expected 0.5 (0x3f000000), found ...: detail`.
  public var description: String {
    let place = part.map { " \($0.rawValue)" + (index.map { "[\($0)]" } ?? "") + ":" } ?? ""
    return "\(law):\(place) expected \(expected), found \(actual): \(detail)"
  }
}

/// The laws of a single call.
public enum CallLaws {
  /// Every law; names are unique.
  public static let all: [any CallLaw] =
    [SecondCall(), ReusedBuffers(), WrittenOutputs(), UnchangedInputs(), ConcurrentCalls()]
    + OtherProblem.Group.allCases.map { AfterOtherCalls(group: $0) }
}
