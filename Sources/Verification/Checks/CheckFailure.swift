public import LSTMContract
public import LSTMOracle
internal import Properties

/// A check that a subject did not pass.
public struct CheckFailure: Sendable {
  /// The subject.
  public let subject: SubjectID
  /// What reports call the check.
  public var check: Check { question.identity }
  /// What was expected and what came, in one line.
  public let detail: String
  /// The first element that differs, where the check compares elements.
  public let discrepancy: Discrepancy?
  /// The problem on which it failed.
  public let problem: AnyLSTMProblem
  /// What was asked before, where an earlier call may matter.
  public let earlier: AnyLSTMProblem?
  /// The problem of the case, to which the check was put.
  let given: AnyLSTMProblem
  /// The line that makes the case again.
  public let line: String
  /// The check, to be put again.
  let question: any SubjectCheck
  /// Why there was no answer, without sizes, times and values, where that is the failure.
  let kindOfNoAnswer: String?

  init(
    of subject: SubjectID, question: any SubjectCheck, fault: CheckFault, problem: AnyLSTMProblem, line: String
  ) {
    self.subject = subject
    self.question = question
    self.problem = fault.pair?.later ?? problem
    given = problem
    self.line = line
    detail = fault.detail
    discrepancy = fault.discrepancy
    earlier = fault.pair?.earlier
    kindOfNoAnswer = fault.kindOfNoAnswer
  }
}
