internal import Foundation
internal import Synchronization

/// The processes that are running now: none may outlive this program.
enum LiveChildren {
  private static let groups = Mutex<Set<pid_t>>([])
  private static let atTheEnd: Void = {
    atexit { LiveChildren.killAll() }
  }()

  static func add(_ pid: pid_t) {
    _ = atTheEnd
    groups.withLock { _ = $0.insert(pid) }
  }

  static func remove(_ pid: pid_t) { groups.withLock { _ = $0.remove(pid) } }

  private static func killAll() {
    for pid in groups.withLock({ $0 }) { kill(-pid, SIGKILL) }
  }
}
