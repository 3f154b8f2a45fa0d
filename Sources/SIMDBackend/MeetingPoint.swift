internal import Foundation
internal import Synchronization

/// Where a fixed number of threads wait for each other, again and again.
///
/// They spin, because a step takes microseconds; a thread that waits long gives its processor away, so that more threads
/// than processors are slow and not stuck.
final class MeetingPoint: Sendable {
  private let participants: Int
  private let arrived = Atomic<Int>(0)
  private let round = Atomic<Int>(0)

  /// - Parameter participants: how many threads meet; each must call `wait` equally often.
  init(participants: Int) { self.participants = participants }

  /// Returns once every participant has called it; what they wrote before is then visible.
  func wait() {
    let current = round.load(ordering: .acquiring)
    if arrived.add(1, ordering: .acquiringAndReleasing).newValue == participants {
      arrived.store(0, ordering: .relaxed)
      round.store(current + 1, ordering: .releasing)
      return
    }
    var spins = 0
    while round.load(ordering: .acquiring) == current {
      spins += 1
      if spins > 2_000 { sched_yield() }
    }
  }
}
