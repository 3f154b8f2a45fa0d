public import LSTMContract

/// What an outside program may use before it counts as broken.
public struct SubjectLimits: Sendable {
  /// Seconds until the first frame, which says who the program is.
  public var startSeconds: Double
  /// Seconds for one case.
  public var caseSeconds: Double
  /// Resident memory of the process, in bytes. Address space is not limited: frameworks reserve much of it.
  public var residentBytes: Int

  /// Seconds that cases without an answer may take in all, restarts included. Then the program is asked no more: every
  /// further case counts as broken at once, so that one that hangs does not stop the run.
  public var lostSeconds: Double

  /// No call goes on behind it: a call that is under way then ends without an answer (`CallCutShort`).
  public var deadline: Deadline

  /// A minute to start, ten seconds a case, four gigabytes, two minutes lost.
  public init(
    startSeconds: Double = 60, caseSeconds: Double = 10, residentBytes: Int = 4 << 30, lostSeconds: Double = 120,
    deadline: Deadline = .never
  ) {
    self.deadline = deadline
    self.lostSeconds = lostSeconds
    self.startSeconds = startSeconds
    self.caseSeconds = caseSeconds
    self.residentBytes = residentBytes
  }
}
