/// Puts an LSTM of your own on trial from your own tests:
///
///     import LSTMVerify
///
///     @Test func myLSTMIsRight() throws { try verify(MyLSTM(), cases: 1_000) }
///
/// A type on trial conforms to `LSTMBackend`, whose declarations this module exports. It is judged by the oracle and by
/// the laws; the NumPy reference and the other backends of the command are not part of this library.
public import Foundation
@_exported public import LSTMContract
public import Verification

/// Draws cases, judges the backend's answer to each, and throws where one is wrong.
///
/// An answer outside the arithmetic that `backend.model` declares is wrong. An answer inside it and outside the tighter
/// class of sigmoid and tanh that is probed from a sample of answers is suspicious: the report counts it, and `strict`
/// makes it fail. A backend whose own model says too little for a verdict fails unless `acceptsWeak`.
///
/// - Parameters:
///   - backend: the implementation on trial.
///   - cases: how many cases to draw.
///   - seed: decides every case.
///   - strict: whether suspicious answers fail too.
///   - acceptsWeak: whether a run passes in which too little could be judged under the declared model.
/// - Returns: the counts, for a test that wants to look at them.
/// - Throws: `VerificationFailure`, whose description holds the shrunk counterexample and the line that replays it.
@discardableResult
public func verify<Scalar: LSTMScalar>(
  _ backend: some LSTMBackend<Scalar>, cases: Int = 1_000, seed: UInt64 = CampaignConfiguration.defaultSeed,
  strict: Bool = false, acceptsWeak: Bool = false
) throws -> CampaignReport {
  var configuration = CampaignConfiguration(cases: cases, seed: seed, scalars: [Scalar.kind])
  (configuration.isStrict, configuration.acceptsWeak) = (strict, acceptsWeak)
  let subject = LSTMSubject(backend).judgedAsProbed()
  let report = try Campaign(configuration, subjects: [subject]).runWithoutReference()
  guard report.outcome == .held else { throw VerificationFailure(report: report) }
  return report
}

/// Puts a backend to every check with one case: the line behind `replay` in a failure.
///
/// - Parameters:
///   - line: the case.
///   - earlier: the case that is asked before, where the failure says that an earlier call matters.
/// - Throws: `ReplayFailure` where the answer is outside the declared class or the case is refused, `CaseLineError` where
///   a line is no case.
public func verify<Scalar: LSTMScalar>(
  _ backend: some LSTMBackend<Scalar>, replaying line: String, after earlier: String? = nil
) throws {
  let (given, before) = (try GivenCase(line), try earlier.map { try GivenCase($0) })
  let subjects = [LSTMSubject(backend)]
  let replay =
    before.map { Replay(given.problem, after: $0.problem, name: line, subjects: subjects) }
    ?? Replay(given, subjects: subjects)
  guard replay.failures.isEmpty, replay.unjudged.isEmpty else {
    throw ReplayFailure(failures: replay.failures, unjudged: replay.unjudged, model: "\(backend.model)")
  }
}

/// A backend that did not pass.
public struct VerificationFailure: Error, CustomStringConvertible, LocalizedError, Sendable {
  /// Every count and counterexample.
  public let report: CampaignReport
  /// The whole report: counterexamples, the diagnosis, the lines that replay them.
  public var description: String { "\n" + report.text(program: nil) }
  /// The same, where XCTest asks for it.
  public var errorDescription: String? { description }
}

/// A backend that answers one case wrongly.
public struct ReplayFailure: Error, CustomStringConvertible, LocalizedError, Sendable {
  /// What failed.
  public let failures: [CheckFailure]
  /// Who refused the case: nothing judged is never a pass.
  public let unjudged: [String]
  /// The declared arithmetic by which the answer was judged.
  public let model: String
  /// A line for each failure, and the class by which it was judged.
  public var description: String {
    failures.map { "\n\($0.subject): \($0.check): \($0.detail)" }.joined()
      + unjudged.map { "\n\($0): refused, so nothing was judged" }.joined() + "\njudged as \(model)"
  }
  /// The same, where XCTest asks for it.
  public var errorDescription: String? { description }
}
