import Foundation

/// Keeps other processes of this tool from writing to a directory; the system lets go of it when the process ends.
struct DirectoryLock {
  private let descriptor: Int32

  /// - Parameter waits: whether to wait for another holder instead of throwing.
  /// - Throws: `CaseFileError` where the directory cannot be opened, or another process holds it.
  init(_ directory: String, waits: Bool) throws(CaseFileError) {
    let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw CaseFileError(systemErrorOf: "open", directory) }
    while flock(descriptor, waits ? LOCK_EX : LOCK_EX | LOCK_NB) != 0 {
      if errno == EINTR { continue }
      // A file system without locks can't tell; every single file stays whole without one too.
      guard errno == EWOULDBLOCK else { break }
      close(descriptor)
      throw CaseFileError(file: directory, what: "another process is writing to this directory")
    }
    self.descriptor = descriptor
  }

  /// Lets go; to be called once.
  func release() { close(descriptor) }
}
