import LSTMContract
import Verification

/// Ends the program with an exit status, after at most one line.
struct Ending: Error {
  var outcome: Outcome
  var line: String?

  init(_ outcome: Outcome, _ line: String? = nil) {
    self.outcome = outcome
    self.line = line
  }
}

/// Ends with 2 where the value of an option is too small.
///
/// - Throws: `Ending`, which names the option and the value.
func require(_ option: String, _ value: Int, atLeast least: Int = 1) throws {
  guard value >= least else { throw Ending(.misuse, "\(option) must be at least \(least) (got \(value))") }
}

/// Ends with 3 where a subject refused everything: nothing judged is never a pass.
///
/// - Throws: `Ending`, which names the subjects.
func requireJudgement(of subjects: [LSTMSubject], judged: Set<String>) throws {
  let unjudged = subjects.map(\.name).filter { !judged.contains($0) }
  guard !unjudged.isEmpty else { return }
  throw Ending(.suiteFailed, "nothing was judged of \(unjudged.joined(separator: ", ")): no verdict")
}
