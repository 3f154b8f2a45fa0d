public import LSTMContract
public import LSTMOracle

/// A check that a subject did not pass.
public struct CheckFailure: Sendable {
  /// The subject's name.
  public var subject: String
  /// The check.
  public var check: Check
  /// What was expected and what came, in one line.
  public var detail: String
  /// The first element that differs, where the check compares elements.
  public var discrepancy: Discrepancy?
  /// The problem on which it failed.
  public var problem: AnyLSTMProblem
  /// The line that makes the case again.
  public var line: String

  init(
    _ subject: String, _ check: Check, _ detail: String, discrepancy: Discrepancy? = nil, problem: AnyLSTMProblem,
    line: String
  ) {
    self.subject = subject
    self.check = check
    self.detail = detail
    self.discrepancy = discrepancy
    self.problem = problem
    self.line = line
  }
}
