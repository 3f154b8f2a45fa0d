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
/// - Parameters:
///   - backend: the implementation on trial.
///   - cases: how many cases to draw.
///   - seed: decides every case.
/// - Returns: the counts, for a test that wants to look at them.
/// - Throws: `VerificationFailure`, whose description holds the shrunk counterexample and the line that replays it.
@discardableResult
public func verify<Scalar: LSTMScalar>(
  _ backend: some LSTMBackend<Scalar>, cases: Int = 1_000, seed: UInt64 = CampaignConfiguration.defaultSeed
) throws -> CampaignReport {
  let configuration = CampaignConfiguration(cases: cases, seed: seed, scalars: [Scalar.kind])
  let report = try Campaign(configuration, subjects: [LSTMSubject(backend)]).runWithoutReference()
  guard report.outcome == .held else { throw VerificationFailure(report: report) }
  return report
}

/// Puts a backend to every check with one case: the line behind `replay` in a failure.
///
/// - Throws: `ReplayFailure` where the answer is wrong, `CaseLineError` where the line is no case.
public func verify<Scalar: LSTMScalar>(_ backend: some LSTMBackend<Scalar>, replaying line: String) throws {
  let given = try GivenCase(line)
  let replay = Replay(given.problem, name: line, subjects: [LSTMSubject(backend)], draw: given.draw)
  guard replay.failures.isEmpty else { throw ReplayFailure(failures: replay.failures) }
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
  /// A line for each failure.
  public var description: String { failures.map { "\n\($0.subject): \($0.check): \($0.detail)" }.joined() }
  /// The same, where XCTest asks for it.
  public var errorDescription: String? { description }
}
