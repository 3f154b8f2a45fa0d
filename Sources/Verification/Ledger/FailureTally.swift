/// The first failure of each check of each subject, and how many there were. Failures to answer for the same reason
/// count as one, whichever check asked.
struct FailureTally: Sendable {
  struct Key: Hashable, Sendable {
    var subject: SubjectID
    /// None where there was no answer.
    var check: Check?
    var kindOfNoAnswer: String?
  }

  struct Entry: Sendable {
    var index: Int
    var failure: CheckFailure
    var count: Int
    /// How many failures each check had.
    var checks: [Check: Int] = [:]
  }

  private(set) var entries: [Key: Entry] = [:]

  /// Blocks are merged in the order of their cases, so the first to come is the first case.
  mutating func add(_ failures: [(index: Int, failure: CheckFailure)]) {
    for (index, failure) in failures {
      let kind = failure.kindOfNoAnswer
      let key = Key(subject: failure.subject, check: kind == nil ? failure.check : nil, kindOfNoAnswer: kind)
      entries[key, default: Entry(index: index, failure: failure, count: 0)].count += 1
      entries[key]?.checks[failure.check, default: 0] += 1
    }
  }

  /// In the order of the cases on which they were first seen.
  var inOrder: [Entry] {
    entries.values.sorted {
      ($0.index, $0.failure.subject, $0.failure.check.description)
        < ($1.index, $1.failure.subject, $1.failure.check.description)
    }
  }
}
