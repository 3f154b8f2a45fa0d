import Foundation

/// Bytes between two zones, of which a call may change some.
final class GuardedArray {
  /// The width of each zone in bytes: four times the lanes of a call in doubles.
  private static let zone = 512

  let byteCount: Int
  private let memory: UnsafeMutableRawBufferPointer
  private let first: Int
  private var before: [UInt8] = []
  private let poisons: Bool
  /// What must not change, in bytes from the start of the memory.
  private let kept: [Range<Int>]

  /// - Parameters:
  ///   - offset: the distance of the array from a multiple of 64 bytes, so that it is aligned to no vector.
  ///   - canary: what fills all of it.
  ///   - writable: ranges of bytes from the start of the array, in order and apart from each other.
  ///   - poisons: whether AddressSanitizer, where it is there, ends the process at the first access to a zone.
  init(byteCount: Int, offset: Int, canary: UInt8, writable: [Range<Int>], poisons: Bool) {
    (self.byteCount, self.poisons) = (byteCount, poisons)
    let first = Self.zone + offset
    self.first = first
    memory = .allocate(byteCount: first + byteCount + Self.zone, alignment: 64)
    memory.initializeMemory(as: UInt8.self, repeating: canary)
    let changing = writable.map { first + $0.lowerBound..<first + $0.upperBound }
    kept = zip([0] + changing.map(\.upperBound), changing.map(\.lowerBound) + [memory.count]).map { $0..<$1 }
  }

  deinit {
    markZones(AddressSanitizer.unpoison)
    memory.deallocate()
  }

  var start: UnsafeMutableRawPointer {
    guard let base = memory.baseAddress else { preconditionFailure("the zones are not empty") }
    return base + first
  }

  /// What stands in the array now is what it is compared with. From now on a zone is out of bounds.
  func remember() {
    before = Array(memory)
    markZones(AddressSanitizer.poison)
  }

  func bytes(_ places: Range<Int>) -> [UInt8] {
    Array(memory[first + places.lowerBound..<first + places.upperBound])
  }

  /// The first byte that was changed and must not have been, from the start of the array on; negative in front of it.
  var firstDamage: Int? {
    markZones(AddressSanitizer.unpoison)
    for range in kept where !isUnchanged(range) {
      return range.first { memory[$0] != before[$0] }.map { $0 - first }
    }
    return nil
  }

  private func markZones(_ state: AddressSanitizer.Setting?) {
    guard poisons, let state else { return }
    state(start - first, first)
    state(start + byteCount, memory.count - first - byteCount)
  }

  private func isUnchanged(_ range: Range<Int>) -> Bool {
    before.withUnsafeBytes { before in
      let (then, now) = (before[range], memory[range])
      guard let then = UnsafeRawBufferPointer(rebasing: then).baseAddress,
        let now = UnsafeMutableRawBufferPointer(rebasing: now).baseAddress
      else { return true }
      return memcmp(then, now, range.count) == 0
    }
  }
}

/// What AddressSanitizer lets a program do, where the program was built with it.
private enum AddressSanitizer {
  typealias Setting = @convention(c) (UnsafeMutableRawPointer, Int) -> Void

  /// Makes bytes that no one may touch, and back.
  static let poison = setting("__asan_poison_memory_region")
  static let unpoison = setting("__asan_unpoison_memory_region")

  private static func setting(_ name: String) -> Setting? {
    guard let program = dlopen(nil, RTLD_NOW), let address = dlsym(program, name) else { return nil }
    return unsafeBitCast(address, to: Setting.self)
  }
}
