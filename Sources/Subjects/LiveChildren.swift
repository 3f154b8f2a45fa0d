internal import Foundation
internal import Synchronization

/// The processes that are running now: none may outlive this program.
enum LiveChildren {
  private struct State {
    var groups: Set<pid_t> = []
    var adoptsOrphans = false
  }

  private static let state = Mutex(State())
  private static let atTheEnd: Void = {
    atexit { LiveChildren.killAll() }
  }()

  /// Whether every child of this process was started for a subject, or descends from one that was.
  static var adoptsOrphans: Bool {
    get { state.withLock { $0.adoptsOrphans } }
    set { state.withLock { $0.adoptsOrphans = newValue } }
  }

  static func add(_ pid: pid_t) {
    _ = atTheEnd
    state.withLock { _ = $0.groups.insert(pid) }
  }

  static func remove(_ pid: pid_t) { state.withLock { _ = $0.groups.remove(pid) } }

  static func killAll() {
    let (groups, adopts) = state.withLock { ($0.groups, $0.adoptsOrphans) }
    for pid in groups { kill(-pid, SIGKILL) }
    if adopts { killDescendants() }
  }

  /// Ends the children, and then those that become children by it, until there is none; where /proc does not list them,
  /// none that left its group is found.
  private static func killDescendants() {
    // A program that multiplies faster than it is killed must not keep this one.
    for _ in 0..<200 {
      let children = self.children
      guard !children.isEmpty else { return }
      for pid in children {
        kill(pid, SIGKILL)
        // A killed process ends soon, unless the system holds it; its children come here then.
        for _ in 0..<200 where waitpid(pid, nil, WNOHANG) == 0 { usleep(500) }
      }
    }
  }

  /// The processes whose parent is this one.
  private static var children: [pid_t] {
    let own = getpid()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { name in
      guard let pid = pid_t(name), let text = try? String(contentsOfFile: "/proc/\(name)/stat", encoding: .utf8),
        // The name of a program stands in brackets and may hold anything.
        let end = text.lastIndex(of: ")")
      else { return nil }
      let fields = text[text.index(after: end)...].split(separator: " ")
      return fields.count > 1 && pid_t(fields[1]) == own ? pid : nil
    }
  }
}
