import Foundation

/// The arrays of one call, each between two zones of a pattern that the call must leave as they are.
///
/// What a call may write in an array is `writable`: all else, the zones included, is compared with what stood there.
final class GuardedCall {
  private var arrays: [GuardedArray] = []
  private let canary: UInt8
  private let poisons: Bool
  /// The parts of the arrays that hold results, and what the call returned.
  private var results: [(array: Int, places: Range<Int>)] = []
  private var returned: [String] = []

  /// - Parameters:
  ///   - canary: the byte that fills the zones, and the room of an array beyond its values.
  ///   - poisons: whether AddressSanitizer, where it is there, ends the process at the first access to a zone.
  init(canary: UInt8, poisons: Bool = true) { (self.canary, self.poisons) = (canary, poisons) }

  /// An array that the call only reads. It has room for as many elements as `room` says, canaries all but the values.
  func input<Element: BitwiseCopyable>(_ values: [Element], room: Int? = nil) -> UnsafeMutablePointer<Element> {
    append(values, room: room ?? values.count, writable: [])
  }

  /// An array that the call may change in `writable`, ranges of elements in order, and whose values at `results` mean
  /// something afterwards.
  func output<Element: BitwiseCopyable>(
    _ values: [Element], room: Int, writable: [Range<Int>], results: [Range<Int>]
  ) -> UnsafeMutablePointer<Element> {
    let stride = MemoryLayout<Element>.stride
    func bytes(_ elements: Range<Int>) -> Range<Int> { elements.lowerBound * stride..<elements.upperBound * stride }
    self.results += results.map { (arrays.count, bytes($0)) }
    return append(values, room: room, writable: writable.map(bytes))
  }

  /// An array of results that may be changed up to `room`, and has no more.
  func output<Element: BitwiseCopyable>(_ values: [Element], room: Int? = nil) -> UnsafeMutablePointer<Element> {
    let room = room ?? values.count
    return output(values, room: room, writable: [0..<room], results: [0..<values.count])
  }

  /// Notes what the call returned.
  func returned(_ values: Any...) { returned += values.map { "\($0)" } }

  /// What the call changed and must not have, one line for each array.
  var damages: [String] {
    arrays.enumerated().compactMap { place, array in
      array.firstDamage.map { "array \(place) of \(array.byteCount) bytes is changed at byte \($0)" }
    }
  }

  /// The bytes of all results, and what was returned.
  var outcome: [String] {
    results.map { "\(arrays[$0.array].bytes($0.places))" } + returned
  }

  private func append<Element: BitwiseCopyable>(
    _ values: [Element], room: Int, writable: [Range<Int>]
  ) -> UnsafeMutablePointer<Element> {
    let stride = MemoryLayout<Element>.stride
    let array = GuardedArray(
      byteCount: room * stride, offset: stride, canary: canary, writable: writable, poisons: poisons)
    values.withUnsafeBytes { bytes in
      guard let first = bytes.baseAddress else { return }
      array.start.copyMemory(from: first, byteCount: bytes.count)
    }
    array.remember()
    arrays.append(array)
    return array.start.bindMemory(to: Element.self, capacity: room)
  }
}
