/// The first failure of each check of each subject, and how many there were.
struct FailureTally: Sendable {
  struct Key: Hashable, Sendable {
    var subject: String
    var check: Check
  }

  struct Entry: Sendable {
    var index: Int
    var failure: CheckFailure
    var count: Int
  }

  private(set) var entries: [Key: Entry] = [:]

  /// Blocks are merged in the order of their cases, so the first to come is the first case.
  mutating func add(_ failures: [(index: Int, failure: CheckFailure)]) {
    for (index, failure) in failures {
      let key = Key(subject: failure.subject, check: failure.check)
      entries[key, default: Entry(index: index, failure: failure, count: 0)].count += 1
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
