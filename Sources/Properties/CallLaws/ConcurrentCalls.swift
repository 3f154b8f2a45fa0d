internal import Foundation
internal import LSTMContract

/// Calls at the same time do not disturb one another.
///
/// On the threads of a crew, not of a pool: a pool on a small machine would run them one after the other. A backend in
/// another process makes the calls there.
struct ConcurrentCalls: CallLaw {
  let name = "concurrent-calls"
  let statement = "Calls from four threads at the same time give the same bits as one call."

  private let threads = 4

  func violation<S: LSTMScalar>(
    of backend: any LSTMBackend<S>, on problem: LSTMProblem<S>, original: LSTMAnswer<S>, draw: UInt64,
    isRight: (LSTMProblem<S>, LSTMAnswer<S>) -> Bool
  ) throws -> CallLawViolation? {
    let results = CollectedResults<S>()
    if let answers = try backend.concurrentAnswers(to: problem, calls: threads) {
      for answer in answers { results.append(.success(answer)) }
    } else {
      // Every second thread asks something else: what all overwrite with the same values would not show.
      let other = problem.negated
      let isOtherRefused = backend.refusal(of: other) != nil
      CallCrew.run(threads) {
        if results.isEven() || isOtherRefused {
          results.append(Result { try backend.answer(problem) })
        } else {
          _ = try? backend.answer(other)
        }
      }
    }
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
  private var threads = 0

  /// Whether an even number of threads have asked before.
  func isEven() -> Bool {
    lock.withLock {
      threads += 1
      return threads % 2 == 1
    }
  }

  func append(_ result: Result<LSTMAnswer<S>, any Error>) { lock.withLock { results.append(result) } }

  var all: [Result<LSTMAnswer<S>, any Error>] { lock.withLock { results } }
}
