/// Puts an LSTM of your own on trial from your own tests:
///
///     import LSTMVerify
///
///     @Test func myLSTMIsRight() throws { try verify(MyLSTM(), cases: 1_000) }
///
/// A type on trial conforms to `LSTMBackend`, whose declarations this module exports. It is judged by the oracle and by
/// the laws; the NumPy reference and the other backends of the command are not part of this library.
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

/// A backend that did not pass.
public struct VerificationFailure: Error, CustomStringConvertible, Sendable {
  /// Every count and counterexample.
  public let report: CampaignReport
  /// The whole report, counterexamples included.
  public var description: String { "\n" + report.text() }
}
