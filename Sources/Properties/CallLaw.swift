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

  /// Calls the backend and returns how it broke the law, or nil where it kept it.
  ///
  /// - Parameters:
  ///   - backend: the subject; it does not refuse `problem`.
  ///   - problem: the problem at hand.
  ///   - original: the subject's answer to it, from an earlier call.
  /// - Throws: what the backend throws.
  func violation<S: LSTMScalar>(
    of backend: any LSTMBackend<S>, on problem: LSTMProblem<S>, original: LSTMAnswer<S>
  ) throws -> CallLawViolation?
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

  /// A violation of `law`.
  public init(
    law: String, part: AnswerPart? = nil, index: Int? = nil, expected: String, actual: String, detail: String
  ) {
    self.law = law
    self.part = part
    self.index = index
    self.expected = expected
    self.actual = actual
    self.detail = detail
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
  public static let all: [any CallLaw] = [
    SecondCall(), ReusedBuffers(), WrittenOutputs(), UnchangedInputs(), ConcurrentCalls(),
  ]
}
