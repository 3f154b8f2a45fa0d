internal import Foundation

/// Whole regular files, read and replaced.
public enum FileAccess {
  /// The bytes of a regular file.
  ///
  /// - Throws: `CaseFileError` where it cannot be read or is not a regular file.
  public static func read(_ path: String) throws(CaseFileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw CaseFileError(path, reason()) }
    defer { close(descriptor) }
    var information = stat()
    guard fstat(descriptor, &information) == 0 else { throw CaseFileError(path, reason()) }
    guard information.st_mode & S_IFMT == S_IFREG else { throw CaseFileError(path, "not a regular file") }
    let size = Int(information.st_size)
    var done = 0
    var failure: String?
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while done < size {
        let got = Foundation.read(descriptor, buffer.baseAddress?.advanced(by: done), size - done)
        if got < 0, errno == EINTR { continue }
        guard got > 0 else {
          failure = got == 0 ? "became shorter while it was read" : reason()
          break
        }
        done += got
      }
      count = done
    }
    if let failure { throw CaseFileError(path, failure) }
    return bytes
  }

  /// Replaces a file: the bytes go to a temporary file beside it, which then takes its name.
  ///
  /// - Throws: `CaseFileError`; the old file is then whole and the temporary one gone.
  public static func write(_ bytes: [UInt8], to path: String) throws(CaseFileError) {
    let temporary = "\(path)\(temporarySuffix)\(getpid())-\(UInt32.random(in: 0 ... .max))"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw CaseFileError(path, reason()) }
    var done = 0
    var failure: String?
    bytes.withUnsafeBytes { buffer in
      while done < buffer.count {
        let put = Foundation.write(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
        if put < 0, errno == EINTR { continue }
        guard put > 0 else {
          failure = reason()
          return
        }
        done += put
      }
      if fsync(descriptor) != 0 { failure = reason() }
    }
    if close(descriptor) != 0, failure == nil { failure = reason() }
    if failure == nil, rename(temporary, path) != 0 { failure = reason() }
    if let failure {
      unlink(temporary)
      throw CaseFileError(path, failure)
    }
  }

  /// Makes a folder and those above it.
  ///
  /// - Throws: `CaseFileError` where that is not possible.
  public static func makeDirectory(_ path: String) throws(CaseFileError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw CaseFileError(path, "cannot make this folder")
    }
  }

  /// What the names of temporary files have after the name that they will take.
  static let temporarySuffix = ".tmp-"

  private static func reason() -> String { String(cString: strerror(errno)) }
}
