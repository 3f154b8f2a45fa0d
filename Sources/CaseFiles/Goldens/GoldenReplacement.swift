import Foundation

/// What `replaceGoldens` did, by file name.
public struct GoldenChanges: Equatable, Sendable {
  /// Written because they were absent or had other bytes.
  public var written: [String] = []
  /// Left alone because their bytes were the same.
  public var unchanged: [String] = []
  /// Removed because the new index no longer lists them.
  public var removed: [String] = []
}

/// Replaces the goldens of a directory and their index.
///
/// Every new file is written to a temporary first; only when all are on the disk are they renamed, one by one, the
/// index last. Killed while it writes, it has changed nothing. Killed between two renames (a window of milliseconds),
/// each file is whole, old or new; the old index then says by checksum which are new, and a second run mends it.
/// Temporaries of a killed run are removed by the next one. Other files in the directory are left alone, goldens that
/// no index listed among them.
///
/// Exchanging the whole directory would close that window, but would also copy the files that are not goldens, leave
/// a second directory behind when killed, and does not exist on every system.
///
/// - Throws: `CaseFileError` where files and index disagree, a name is unsafe, another process is replacing the same
///   goldens, or a file cannot be written; what was not yet renamed is discarded.
@discardableResult
public func replaceGoldens(
  in directory: String, files: [(name: String, bytes: [UInt8])], index: GoldenIndex
) throws(CaseFileError) -> GoldenChanges {
  let lock = try DirectoryLock(directory, waits: false)
  defer { lock.release() }
  let replacement = try GoldenReplacement(in: directory, files: files, index: index)
  for position in replacement.steps.indices {
    do {
      try replacement.perform(position)
    } catch {
      replacement.discard(from: position + 1)
      throw error
    }
  }
  return replacement.changes
}

/// A replacement whose temporaries are all written and whose remaining steps are single system calls.
package struct GoldenReplacement {
  enum Step {
    case rename(TemporaryFile)
    case remove(path: String)
  }

  /// In order; the process may be killed between any two.
  let steps: [Step]
  let changes: GoldenChanges

  /// How many steps there are.
  package var stepCount: Int { steps.count }

  /// Checks the new set and writes what differs to temporaries.
  ///
  /// - Throws: `CaseFileError`; no temporary is left then.
  package init(
    in directory: String, files: [(name: String, bytes: [UInt8])], index: GoldenIndex
  ) throws(CaseFileError) {
    let indexPath = "\(directory)/\(GoldenIndex.fileName)"
    try Self.check(files, against: index, file: indexPath)
    TemporaryFile.removeStale(in: directory, names: try namesInDirectory(directory))
    var changes = GoldenChanges()
    var steps: [Step] = []
    // An index that cannot be read lists nothing, so nothing is removed on its word.
    let old = try? GoldenIndex.load(directory: directory)
    do {
      for (name, bytes) in files {
        try Self.prepare(bytes, name: name, in: directory, &steps, &changes)
      }
      for name in Set(old?.goldens.map(\.file) ?? []).subtracting(files.map(\.name)).sorted() {
        steps.append(.remove(path: "\(directory)/\(name)"))
        changes.removed.append(name)
      }
      try Self.prepare(index.serialized(), name: GoldenIndex.fileName, in: directory, &steps, &changes)
    } catch {
      Self.discard(steps[...])
      throw error
    }
    self.steps = steps
    self.changes = changes
  }

  /// Performs one step.
  ///
  /// - Throws: `CaseFileError` where the file cannot be renamed or removed.
  package func perform(_ position: Int) throws(CaseFileError) {
    switch steps[position] {
    case .rename(let file): try file.rename()
    case .remove(let path):
      guard unlink(path) == 0 || errno == ENOENT else { throw CaseFileError(systemErrorOf: "remove", path) }
    }
  }

  /// Removes the temporaries of the steps from `position` on.
  func discard(from position: Int) { Self.discard(steps[position...]) }

  private static func discard(_ steps: ArraySlice<Step>) {
    for case .rename(let file) in steps { file.discard() }
  }

  private static func prepare(
    _ bytes: [UInt8], name: String, in directory: String, _ steps: inout [Step], _ changes: inout GoldenChanges
  ) throws(CaseFileError) {
    let path = "\(directory)/\(name)"
    let present = try? RegularFile(opening: path, limit: bytes.count).contents()
    if present == bytes {
      changes.unchanged.append(name)
    } else {
      steps.append(.rename(try TemporaryFile(holding: bytes, beside: path)))
      changes.written.append(name)
    }
  }

  private static func check(
    _ files: [(name: String, bytes: [UInt8])], against index: GoldenIndex, file: String
  ) throws(CaseFileError) {
    try index.checkNames(file: file)
    guard index.goldens.map(\.file).sorted() == files.map(\.name).sorted() else {
      throw CaseFileError(file: file, what: "the new index does not list exactly the new files")
    }
    let checksums = Dictionary(uniqueKeysWithValues: index.goldens.map { ($0.file, $0.checksum) })
    for (name, bytes) in files where checksums[name] != checksum(of: bytes) {
      throw CaseFileError(
        file: file, place: "golden \(quoted(name))", what: "the checksum is not that of the new bytes")
    }
  }
}
