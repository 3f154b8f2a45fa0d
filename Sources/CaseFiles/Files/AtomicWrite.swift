import Foundation

/// Writes a file so that its path holds either what it held before or all of `bytes`, whenever the process is killed.
///
/// The bytes go to a temporary file in the same directory (created exclusively, named `.lstm-verify-N.tmp`), reach the
/// disk, and the temporary is renamed. It is removed where anything fails; only a killed process leaves one behind.
/// Where the path is a symbolic link, the file that it leads to is written, and the link stays.
///
/// - Throws: `CaseFileError` where the file cannot be written, or the path names something other than a regular file.
public func writeAtomically(_ bytes: [UInt8], to path: String) throws(CaseFileError) {
  try TemporaryFile(holding: bytes, beside: followed(path)).rename()
}

/// Makes a directory and those above it, where they are missing.
///
/// - Throws: `CaseFileError`, which says what the system says.
public func makeDirectory(_ path: String) throws(CaseFileError) {
  var status = stat()
  if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return }
  let above = directoryPart(of: path)
  if above != path, above != "." { try makeDirectory(above) }
  // Another process may be as far.
  guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw CaseFileError(systemErrorOf: "make", path) }
}

/// Where a chain of symbolic links ends, whether or not anything is there; a path that is none as it is.
private func followed(_ path: String) -> String {
  var path = path
  // As many as the system follows.
  for _ in 0..<40 {
    var room = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = room.withUnsafeMutableBytes { bytes in
      bytes.bindMemory(to: CChar.self).baseAddress.map { readlink(path, $0, bytes.count) } ?? -1
    }
    guard count > 0 else { return path }
    let next = String(decoding: room[..<count], as: UTF8.self)
    path = next.hasPrefix("/") ? next : "\(directoryPart(of: path))/\(next)"
  }
  return path
}

/// A whole file under a temporary name, waiting to be renamed.
struct TemporaryFile {
  private static let prefix = ".lstm-verify-"
  private static let suffix = ".tmp"

  private let path: String
  /// Where `rename()` puts it.
  let target: String

  /// Writes `bytes` to a new file in the directory of `target`, as far as the disk.
  ///
  /// - Throws: `CaseFileError`; no temporary is left then.
  init(holding bytes: [UInt8], beside target: String) throws(CaseFileError) {
    guard !target.utf8.contains(0) else { throw CaseFileError(file: target, what: "found a NUL in the path") }
    var status = stat()
    guard stat(target, &status) != 0 || status.st_mode & S_IFMT == S_IFREG else {
      throw CaseFileError(file: target, what: "cannot write: it exists and is not a regular file")
    }
    self.target = target
    let directory = directoryPart(of: target)
    var number = 0
    while true {
      let candidate = "\(directory)/\(Self.prefix)\(number)\(Self.suffix)"
      let descriptor = open(candidate, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
      if descriptor < 0 {
        guard errno == EEXIST, number < 100_000 else { throw CaseFileError(systemErrorOf: "write", target) }
        number += 1
        continue
      }
      path = candidate
      guard write(bytes, to: descriptor), fsync(descriptor) == 0 else {
        let error = CaseFileError(systemErrorOf: "write", target)
        close(descriptor)
        unlink(path)
        throw error
      }
      guard close(descriptor) == 0 else {
        let error = CaseFileError(systemErrorOf: "write", target)
        unlink(path)
        throw error
      }
      return
    }
  }

  /// Puts the file in its place, in one step.
  ///
  /// - Throws: `CaseFileError`; the temporary is removed then.
  func rename() throws(CaseFileError) {
    guard Foundation.rename(path, target) == 0 else {
      let error = CaseFileError(systemErrorOf: "write", target)
      unlink(path)
      throw error
    }
    synchronizeDirectory(directoryPart(of: target))
  }

  /// Removes the file.
  func discard() { unlink(path) }

  /// Removes the temporaries that killed processes left in a directory. The caller holds the directory's lock.
  static func removeStale(in directory: String, names: [String]) {
    for name in names where name.hasPrefix(prefix) && name.hasSuffix(suffix) {
      unlink("\(directory)/\(name)")
    }
  }
}

/// The names in a directory, sorted byte by byte.
///
/// - Throws: `CaseFileError` where it cannot be read.
func namesInDirectory(_ directory: String) throws(CaseFileError) -> [String] {
  guard let stream = opendir(directory) else { throw CaseFileError(systemErrorOf: "read", directory) }
  defer { closedir(stream) }
  var names: [String] = []
  while let entry = readdir(stream) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) {
        String(cString: $0)
      }
    }
    if name != ".", name != ".." { names.append(name) }
  }
  return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}

private func directoryPart(of path: String) -> String {
  guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}

private func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
  bytes.withUnsafeBytes { buffer in
    var written = 0
    while written < buffer.count, let base = buffer.baseAddress {
      let count = Foundation.write(descriptor, base + written, buffer.count - written)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      written += count
    }
    return true
  }
}

/// Makes a rename last through a loss of power. Not every file system can, and the file is whole either way.
private func synchronizeDirectory(_ directory: String) {
  let descriptor = open(directory, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return }
  fsync(descriptor)
  close(descriptor)
}
