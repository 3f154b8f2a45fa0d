internal import CLSTMSubject

/// An array that ends where an inaccessible page begins; what lies before it is watched too.
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

  /// A read-only copy of these elements.
  convenience init<Element: BitwiseCopyable>(_ name: StaticString, copying elements: [Element]) throws(SubjectFailure) {
    try self.init(name, count: elements.count * MemoryLayout<Element>.stride)
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
  /// - Throws: `SubjectFailure` where something was written before the first.
  func elements<Element: BitwiseCopyable>(as type: Element.Type = Element.self) throws(SubjectFailure) -> [Element] {
    guard lstm_guarded_is_whole(&array) else { throw SubjectFailure("wrote before the start of \(name)") }
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
