public import LSTMContract
public import LSTMOracle
internal import Properties

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
  /// What must be asked before, where an earlier call matters.
  public var earlier: AnyLSTMProblem?
  /// The line that makes the case again.
  public var line: String
  /// Why there was no answer, without sizes, times and values, where that is the failure.
  var kindOfNoAnswer: String?

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

  init(_ subject: String, _ check: Check, _ fault: CheckFault, problem: AnyLSTMProblem, line: String) {
    self.init(
      subject, check, fault.detail, discrepancy: fault.discrepancy, problem: fault.pair?.later ?? problem, line: line)
    earlier = fault.pair?.earlier
    kindOfNoAnswer = fault.kindOfNoAnswer
  }
}
