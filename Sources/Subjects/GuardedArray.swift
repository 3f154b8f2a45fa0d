internal import CLSTMSubject
internal import Foundation

/// An array that ends where an inaccessible page begins; what lies before it is watched too, and so is the protection of
/// the pages, for a library may handle faults itself.
final class GuardedArray {
  private var array: lstm_guarded
  private let name: String

  /// - Throws: `SubjectFailure` where there is no memory.
  init(_ name: StaticString, count: Int, fill: UInt8 = 0) throws(SubjectFailure) {
    self.name = "\(name)"
    // The C side keeps the name for its signal handler; a static string never goes away.
    let text = UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
    array = lstm_guarded(name: text, bytes: nil, count: 0, pages: nil, pages_count: 0)
    guard lstm_guarded_make(&array, text, count, fill) else {
      throw SubjectFailure("no memory for \(count) bytes of \(name)")
    }
  }

  /// How many bytes it has.
  var count: Int { array.count }

  /// The array as if it were just made.
  ///
  /// - Throws: `SubjectFailure` where its memory cannot be written to any more.
  func refill(_ fill: UInt8 = 0) throws(SubjectFailure) {
    guard lstm_guarded_refill(&array, fill) else { throw SubjectFailure("no memory to write to for \(name)") }
  }

  /// Takes a copy of these elements, which are as many as the array holds, and is read-only from then on.
  func copy<Element: BitwiseCopyable>(_ elements: [Element]) {
    elements.withUnsafeBytes { source in
      if let base = source.baseAddress, let bytes = array.bytes, source.count > 0 {
        bytes.copyMemory(from: base, byteCount: source.count)
      }
    }
    lstm_guarded_protect(&array)
  }

  deinit { lstm_guarded_free(&array) }

  /// Where the array begins; valid as long as this object is.
  var bytes: UnsafeMutableRawPointer? { array.bytes }

  /// The elements.
  ///
  /// - Throws: `SubjectFailure` where the memory around the array is not as it was.
  func check() throws(SubjectFailure) {
    switch lstm_guarded_state_of(&array) {
    case LSTM_GUARDED_WRITTEN_BEFORE: throw SubjectFailure("wrote before the start of \(name)")
    case LSTM_GUARDED_WRITTEN_BEHIND: throw SubjectFailure("wrote behind the end of \(name)")
    case LSTM_GUARDED_OPENED: throw SubjectFailure("changed the protection of the memory around \(name)")
    default: break
    }
  }

  /// The same, and that the array still holds these elements.
  ///
  /// - Throws: `SubjectFailure`.
  func check<Element: BitwiseCopyable>(holds elements: [Element]) throws(SubjectFailure) {
    try check()
    let isSame = elements.withUnsafeBytes { wanted in
      guard let first = wanted.baseAddress, let bytes = array.bytes, array.count > 0 else { return true }
      return memcmp(first, bytes, array.count) == 0
    }
    guard isSame else { throw SubjectFailure("wrote to the read-only \(name)") }
  }

  /// - Throws: `SubjectFailure` where the memory around the array is not as it was.
  func elements<Element: BitwiseCopyable>(as type: Element.Type = Element.self) throws(SubjectFailure) -> [Element] {
    try check()
    let count = array.count / MemoryLayout<Element>.stride
    return [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      if let bytes = array.bytes, count > 0 {
        UnsafeMutableRawBufferPointer(buffer).copyMemory(
          from: UnsafeRawBufferPointer(start: bytes, count: array.count))
      }
      initialized = count
    }
  }
}
