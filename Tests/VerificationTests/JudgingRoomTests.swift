import Synchronization
import Testing

@testable import Verification

@Suite struct JudgingRoomTests {
  private static let mebibyte = 1 << 20

  /// What is inside never has more bytes than there is room for, unless it is alone; everybody gets in.
  @Test(arguments: [[10, 20, 30, 40], [64, 65, 200, 8], [5, 5, 5, 60]])
  func largePortionsShareTheRoom(sizes: [Int]) async {
    let room = JudgingRoom(capacity: 64 * Self.mebibyte)
    let inside = Mutex((bytes: 0, portions: 0))
    let entered = await withTaskGroup(of: Bool.self) { group in
      for turn in 0..<200 {
        group.addTask {
          let bytes = sizes[turn % sizes.count] * Self.mebibyte
          await room.enter(with: bytes)
          let isWithin = inside.withLock { inside in
            inside = (inside.bytes + bytes, inside.portions + 1)
            return inside.bytes <= 64 * Self.mebibyte || inside.portions == 1
          }
          await Task.yield()
          inside.withLock { $0 = ($0.bytes - bytes, $0.portions - 1) }
          room.leave(with: bytes)
          return isWithin
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
