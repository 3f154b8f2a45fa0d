internal import Foundation
internal import LSTMContract

/// Calls at the same time do not disturb one another.
///
/// On the threads of a crew, not of a pool: a pool on a small machine would run them one after the other.
struct ConcurrentCalls: CallLaw {
  let name = "concurrent-calls"
  let statement = "Four calls at the same time give the same bits as one call."

  private let threads = 4

  func violation<S: LSTMScalar>(
    of backend: any LSTMBackend<S>, on problem: LSTMProblem<S>, original: LSTMAnswer<S>
  ) throws -> CallLawViolation? {
    let results = CollectedResults<S>()
    CallCrew.run(threads) { results.append(Result { try backend.answer(problem) }) }
    for result in results.all {
      let found = difference(
        expected: original, actual: try result.get(), detail: "a call beside \(threads - 1) others gave another value")
      if let found { return found }
    }
    return nil
  }
}

/// Results from several threads; the lock makes it safe to share.
private final class CollectedResults<S: LSTMScalar>: @unchecked Sendable {
  private let lock = NSLock()
  private var results: [Result<LSTMAnswer<S>, any Error>] = []

  func append(_ result: Result<LSTMAnswer<S>, any Error>) { lock.withLock { results.append(result) } }

  var all: [Result<LSTMAnswer<S>, any Error>] { lock.withLock { results } }
}
