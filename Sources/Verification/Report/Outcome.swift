/// How a program ends, as its exit status.
public enum Outcome: Int32, Sendable, Codable {
  /// Every check held.
  case held = 0
  /// A subject is wrong.
  case subjectWrong = 1
  /// Misuse, or input that cannot be read, or a report that cannot be written.
  case misuse = 2
  /// No verdict: a coverage goal was not met, the suite itself failed, or too little could be judged.
  case suiteFailed = 3
  /// Interrupted before the end; all that was judged until then holds.
  case interrupted = 130

  /// What a person has to know first comes first: 1 before 130, before 3, before 2.
  private static let order: [Outcome] = [.subjectWrong, .interrupted, .suiteFailed, .misuse, .held]

  /// The outcome of two things that happened in one run.
  public func and(_ other: Outcome) -> Outcome { Self.order.first { $0 == self || $0 == other } ?? self }
}
