import Synchronization
import Testing

@testable import Verification

@Suite struct JudgingRoomTests {
  private static let mebibyte = 1 << 20

  /// What is inside never has more bytes than there is room for, unless it is alone; everybody gets in.
  @Test(arguments: [[10, 20, 30, 40], [64, 65, 200, 8], [5, 5, 5, 60]])
  func largePortionsShareTheRoom(sizes: [Int]) async {
    let room = JudgingRoom(capacity: 64 * Self.mebibyte)
    let inside = Inside()
    let entered = await withTaskGroup(of: Bool.self) { group in
      for turn in 0..<200 {
        group.addTask {
          let bytes = sizes[turn % sizes.count] * Self.mebibyte
          await room.enter(with: bytes)
          let now = inside.add(portions: 1, bytes: bytes)
          await Task.yield()
          _ = inside.add(portions: -1, bytes: -bytes)
          room.leave(with: bytes)
          return now.bytes <= 64 * Self.mebibyte || now.portions == 1
        }
      }
      return await group.reduce(into: [Bool]()) { $0.append($1) }
    }
    #expect(entered.count == 200 && entered.allSatisfy(\.self))
  }

  @Test func smallPortionsDoNotWaitForALargeOne() async {
    let room = JudgingRoom(capacity: 64 * Self.mebibyte)
    await room.enter(with: 1_000 * Self.mebibyte)
    await room.enter(with: Self.mebibyte)
    room.leave(with: Self.mebibyte)
    room.leave(with: 1_000 * Self.mebibyte)
  }
}

/// What is in the room.
private final class Inside: Sendable {
  private let counts = Mutex((portions: 0, bytes: 0))

  func add(portions: Int, bytes: Int) -> (portions: Int, bytes: Int) {
    counts.withLock { counts in
      counts = (counts.portions + portions, counts.bytes + bytes)
      return counts
    }
  }
}
