/// An LSTM implementation.
///
/// A backend is a pure function of the problem: it leaves the problem untouched, writes every element of the
/// answer, and gives the same bits on every call and at any number of threads.
public protocol LSTMBackend<Scalar>: Sendable {
  /// The scalar type in which it stores its arrays.
  associatedtype Scalar: LSTMScalar

  /// A short name, as `--backend` takes it.
  var name: String { get }

  /// The arithmetic it declares; it decides every tolerance.
  var model: ArithmeticModel { get }

  /// The arrays of the answer that it never returns; they are not judged.
  var omittedParts: Set<AnswerPart> { get }

  /// Why the backend does not answer this problem, or nil where it does.
  func refusal(of problem: LSTMProblem<Scalar>) -> Refusal?

  /// Why the backend answers no problem of this outline, or nil where it answers some: what can be told before any
  /// data are made. A problem whose outline is refused is refused.
  func refusal(of outline: ProblemOutline) -> Refusal?

  /// Sizes that are compiled in; problems of others are refused.
  var sizes: FixedSizes { get }

  /// Whether it comes from outside of this package. Cases are drawn for those that do: what all of them refuse is
  /// passed over.
  var isOutside: Bool { get }

  /// Writes every element of `answer` but those of omitted parts; its arrays have the sizes of the problem and any
  /// content.
  ///
  /// - Throws: what keeps the backend from answering a problem that it did not refuse.
  func run(_ problem: LSTMProblem<Scalar>, into answer: inout LSTMAnswer<Scalar>) throws

  /// The results of several calls in this order, with no other call between, and arrays of the same size at the same
  /// addresses. Only a backend that answers in another process has a reason to do this otherwise than by default.
  func results(ofCalls problems: [LSTMProblem<Scalar>]) -> [Result<LSTMAnswer<Scalar>, any Error>]

  /// The answers of so many calls at the same time, or nil where threads of this process may call `run` for that.
  ///
  /// - Throws: `Refusal` where the backend takes one call at a time.
  func concurrentAnswers(to problem: LSTMProblem<Scalar>, calls: Int) throws -> [LSTMAnswer<Scalar>]?

  /// The same implementation with nothing remembered of earlier calls, or nil where there is no such thing.
  func renewed() -> (any LSTMBackend<Scalar>)?
}

extension LSTMBackend {
  /// None.
  public var omittedParts: Set<AnswerPart> { [] }

  public func refusal(of problem: LSTMProblem<Scalar>) -> Refusal? { nil }

  public func refusal(of outline: ProblemOutline) -> Refusal? { nil }

  public var sizes: FixedSizes { FixedSizes() }

  public var isOutside: Bool { true }

  /// The answer, in arrays that held NaN before the run.
  public func answer(_ problem: LSTMProblem<Scalar>) throws -> LSTMAnswer<Scalar> {
    var answer = LSTMAnswer(to: problem)
    try run(problem, into: &answer)
    let omitted = omittedParts
    if !omitted.isEmpty { answer.omit(omitted) }
    return answer
  }
}

/// Why a backend does not answer a problem.
public struct Refusal: Error, Equatable, Sendable, CustomStringConvertible {
  /// The reason, for a person.
  public let reason: String
  /// A refusal for this reason.
  public init(_ reason: String) { self.reason = reason }
  public var description: String { reason }
}

/// A reference in double precision that answers many problems in one call, such as NumPy in an interpreter.
public protocol LSTMReference: Sendable {
  /// A short name for reports.
  var name: String { get }
  /// The arithmetic it declares.
  var model: ArithmeticModel { get }
  /// One answer for each problem, in order.
  ///
  /// - Throws: where the reference itself fails; a reference never refuses.
  func answers(to problems: [LSTMProblem<Double>]) async throws -> [LSTMAnswer<Double>]
}
