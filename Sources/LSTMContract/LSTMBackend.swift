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

  /// Why the backend does not answer this problem, or nil where it does.
  func refusal(of problem: LSTMProblem<Scalar>) -> Refusal?

  /// Writes every element of `answer`, whose arrays have the sizes of the problem and any content.
  ///
  /// - Throws: what keeps the backend from answering a problem that it did not refuse.
  func run(_ problem: LSTMProblem<Scalar>, into answer: inout LSTMAnswer<Scalar>) throws
}

extension LSTMBackend {
  public func refusal(of problem: LSTMProblem<Scalar>) -> Refusal? { nil }

  /// The answer, in arrays that held NaN before the run.
  public func answer(_ problem: LSTMProblem<Scalar>) throws -> LSTMAnswer<Scalar> {
    var answer = LSTMAnswer(to: problem)
    try run(problem, into: &answer)
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
