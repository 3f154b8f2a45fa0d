import Dispatch
import Synchronization
import Testing

@testable import Properties

@Suite struct CallCrewTests {
  @Test func aJobRunsOnceOnEachThreadAndOnAllAtTheSameTime() {
    for size in [1, 4, 4, 3] {
      let arrived = Mutex(0)
      let together = Mutex(0)
      let everybody = DispatchSemaphore(value: 0)
      CallCrew.run(size) {
        let count = arrived.withLock { count in
          count += 1
          return count
        }
        if count == size { for _ in 0..<size { everybody.signal() } }
        // Who waits for all others ends only if they run beside it.
        if everybody.wait(timeout: .now() + 20) == .success { together.withLock { $0 += 1 } }
      }
      #expect(arrived.withLock { $0 } == size)
      #expect(together.withLock { $0 } == size)
    }
  }
}
