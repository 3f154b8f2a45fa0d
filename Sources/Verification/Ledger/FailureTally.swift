/// The first failure of each check of each subject, and how many there were. Failures to answer for the same reason
/// count as one, whichever check asked.
package struct FailureTally: Sendable {
  package struct Key: Hashable, Sendable {
    var subject: SubjectID
    /// None where there was no answer.
    var check: Check?
    var kindOfNoAnswer: String?
  }

  package struct Entry: Sendable {
    package var index: Int
    package var failure: CheckFailure
    package var count: Int
    /// How many failures each check had.
    package var checks: [Check: Int] = [:]

    package init(index: Int, failure: CheckFailure, count: Int, checks: [Check: Int] = [:]) {
      self.index = index
      self.failure = failure
      self.count = count
      self.checks = checks
    }
  }

  package private(set) var entries: [Key: Entry] = [:]

  /// Blocks are merged in the order of their cases, so the first to come is the first case.
  package mutating func add(_ failures: [(index: Int, failure: CheckFailure)]) {
    for (index, failure) in failures {
      let kind = failure.kindOfNoAnswer
      let key = Key(subject: failure.subject, check: kind == nil ? failure.check : nil, kindOfNoAnswer: kind)
      entries[key, default: Entry(index: index, failure: failure, count: 0)].count += 1
      entries[key]?.checks[failure.check, default: 0] += 1
    }
  }

  /// In the order of the cases on which they were first seen.
  package var inOrder: [Entry] {
    entries.values.sorted {
      ($0.index, $0.failure.subject, $0.failure.check.description)
        < ($1.index, $1.failure.subject, $1.failure.check.description)
    }
  }
}
