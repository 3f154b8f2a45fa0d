import Synchronization
import Testing

@testable import Verification

@Suite struct JudgingTurnsTests {
  private struct Counts {
    var now = 0
    var most = 0
    var ended = 0
  }

  private final class Counter: Sendable {
    let counts = Mutex(Counts())
  }

  @Test(arguments: [1, 2, 5])
  func everyTaskHasItsTurnAndNoMoreThanAskedForAtOnce(turnCount: Int) async {
    let turns = JudgingTurns(turnCount)
    let counter = Counter()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<20 {
        group.addTask {
          for _ in 0..<50 {
            await turns.begin()
            counter.counts.withLock { counts in
              counts.now += 1
              counts.most = max(counts.most, counts.now)
            }
            // Others get their chance to break in.
            await Task.yield()
            counter.counts.withLock { counts in
              counts.now -= 1
              counts.ended += 1
            }
            turns.end()
          }
        }
      }
    }
    let (most, ended) = counter.counts.withLock { ($0.most, $0.ended) }
    #expect(ended == 1_000)
    // Who waits keeps every turn in use.
    #expect(most == turnCount)
  }
}
