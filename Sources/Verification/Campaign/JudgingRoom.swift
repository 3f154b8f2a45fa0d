internal import Synchronization

/// Bounds the memory of the large cases that are judged at the same time: they take at most so many bytes together, or
/// it is one portion of cases alone. Who must wait holds no thread; small portions never wait.
///
/// Without it the memory of a run depends on which large cases meet, and so on how long it is.
final class JudgingRoom: Sendable {
  private struct State {
    var taken = 0
    var waiting: [(bytes: Int, continuation: CheckedContinuation<Void, Never>)] = []
  }

  /// Portions of at most so many bytes never wait.
  private static let small = 1 << 22

  private let capacity: Int
  private let state = Mutex(State())

  init(capacity: Int = 1 << 25) { self.capacity = capacity }

  private func hasRoom(for bytes: Int, _ state: State) -> Bool {
    state.taken == 0 || state.taken + bytes <= capacity
  }

  /// Waits until there is room for so many bytes, which `leave` gives back; who came first goes first.
  func enter(with bytes: Int) async {
    guard bytes > Self.small else { return }
    await withCheckedContinuation { continuation in
      let enters = state.withLock { state in
        guard state.waiting.isEmpty, hasRoom(for: bytes, state) else {
          state.waiting.append((bytes, continuation))
          return false
        }
        state.taken += bytes
        return true
      }
      if enters { continuation.resume() }
    }
  }

  /// Gives the room back, and lets in who has waited longest, as far as there is room.
  func leave(with bytes: Int) {
    guard bytes > Self.small else { return }
    let entering = state.withLock { state in
      state.taken -= bytes
      var entering: [CheckedContinuation<Void, Never>] = []
      while let next = state.waiting.first, hasRoom(for: next.bytes, state) {
        state.waiting.removeFirst()
        state.taken += next.bytes
        entering.append(next.continuation)
      }
      return entering
    }
    for continuation in entering { continuation.resume() }
  }
}
