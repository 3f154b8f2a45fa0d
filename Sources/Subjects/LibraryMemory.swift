/// The arrays of one call after another. An array that has the size of the one before lies where that one lay, so that a
/// library that goes by addresses is found out; now and then all lie elsewhere, for one that keeps an address.
///
/// For one thread at a time.
final class LibraryMemory {
  /// Every so many calls the arrays move.
  private static let callsInPlace = 8

  private var arrays: [String: GuardedArray] = [:]
  private var calls = 0
  private var isMoving = false

  /// Begins a call: what `array` gave for the last one may change.
  func begin() {
    calls += 1
    isMoving = calls % Self.callsInPlace == 0
  }

  /// An array of so many bytes, all of them `fill`.
  ///
  /// - Throws: `SubjectFailure` where there is no memory.
  func array(_ name: StaticString, count: Int, fill: UInt8 = 0) throws(SubjectFailure) -> GuardedArray {
    if let known = arrays["\(name)"], known.count == count, !isMoving {
      try known.refill(fill)
      return known
    }
    // The old one is given back after the new one is made, which therefore lies elsewhere.
    let array = try GuardedArray(name, count: count, fill: fill)
    arrays["\(name)"] = array
    return array
  }

  /// A read-only array with these elements.
  ///
  /// - Throws: `SubjectFailure` where there is no memory.
  func array<Element: BitwiseCopyable>(
    _ name: StaticString, copying elements: [Element]
  ) throws(SubjectFailure) -> GuardedArray {
    let array = try array(name, count: elements.count * MemoryLayout<Element>.stride)
    array.copy(elements)
    return array
  }
}
