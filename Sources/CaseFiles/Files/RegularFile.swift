import Foundation

/// A regular file open for reading; devices, pipes and directories are refused before anything is read from them.
struct RegularFile: ~Copyable {
  /// The size in bytes when the file was opened.
  let size: Int
  private let path: String
  private let descriptor: Int32

  /// - Throws: `CaseFileError` where the file cannot be opened, is not regular, or exceeds `limit` bytes.
  init(opening path: String, limit: Int) throws(CaseFileError) {
    guard !path.utf8.contains(0) else { throw CaseFileError(file: path, what: "found a NUL in the path") }
    // Not blocking, so that a pipe without a writer is refused instead of waited for.
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw CaseFileError(systemErrorOf: "open", path) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let error = CaseFileError(systemErrorOf: "examine", path)
      close(descriptor)
      throw error
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw CaseFileError(file: path, what: "expected a regular file")
    }
    guard status.st_size <= limit else {
      close(descriptor)
      throw CaseFileError(file: path, what: "found \(status.st_size) bytes, expected at most \(limit)")
    }
    self.path = path
    self.descriptor = descriptor
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Up to eight bytes from the start.
  var prefix: [UInt8] { read(count: min(size, 8)).bytes }

  /// The whole file.
  ///
  /// - Throws: `CaseFileError` where reading fails or the file became shorter.
  func contents() throws(CaseFileError) -> [UInt8] {
    let (bytes, failed) = read(count: size)
    if failed { throw CaseFileError(systemErrorOf: "read", path) }
    guard bytes.count == size else {
      throw CaseFileError(file: path, what: "the file became shorter while it was read")
    }
    return bytes
  }

  private func read(count: Int) -> (bytes: [UInt8], failed: Bool) {
    var failed = false
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count, let base = buffer.baseAddress {
        let got = pread(descriptor, base + filled, count - filled, off_t(filled))
        if got < 0 && errno == EINTR { continue }
        failed = got < 0
        guard got > 0 else { return }
        filled += got
      }
    }
    return (bytes, failed)
  }
}

extension CaseFileError {
  /// What the system says about the call that just failed.
  init(systemErrorOf verb: String, _ path: String) {
    let code = errno
    self.init(file: path, what: "cannot \(verb): \(String(cString: strerror(code)))")
  }
}
