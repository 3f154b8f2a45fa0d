internal import Foundation

/// A new set of goldens, to replace the old one.
public struct GoldenRecording: Sendable {
  private let files: [(name: String, bytes: [UInt8])]
  private let index: GoldenIndex

  /// A set of files with their index.
  public init(files: [(name: String, bytes: [UInt8])], index: GoldenIndex) {
    self.files = files
    self.index = index
  }

  /// Replaces the goldens of a folder.
  ///
  /// Every file that changes is first written whole beside the old one; only then are they renamed, one by one, the
  /// index last. Whatever the moment of an interruption, each file is whole, old or new: before the renames nothing has
  /// changed, between them the checksums of the index tell, and a second run completes the first.
  ///
  /// - Returns: the names of the files that changed.
  /// - Throws: `CaseFileError`; files that were not yet renamed are then the old ones.
  public func replace(in directory: String) throws(CaseFileError) -> [String] {
    try FileAccess.makeDirectory(directory)
    try removeLeftovers(directory)
    var staged: [(temporary: String, name: String)] = []
    for (name, bytes) in files + [(GoldenIndex.name, try index.serialized())] {
      let path = "\(directory)/\(name)"
      if FileManager.default.fileExists(atPath: path), try FileAccess.read(path) == bytes { continue }
      let temporary = "\(path)\(FileAccess.temporarySuffix)new"
      try FileAccess.write(bytes, to: temporary)
      staged.append((temporary, name))
    }
    for (temporary, name) in staged where rename(temporary, "\(directory)/\(name)") != 0 {
      throw CaseFileError("\(directory)/\(name)", String(cString: strerror(errno)))
    }
    let dropped = try GoldenIndex.goldens(in: directory).subtracting(files.map(\.name)).sorted()
    for name in dropped where unlink("\(directory)/\(name)") != 0 {
      throw CaseFileError("\(directory)/\(name)", String(cString: strerror(errno)))
    }
    return staged.map(\.name) + dropped
  }

  /// Temporary files of a run that was killed.
  private func removeLeftovers(_ directory: String) throws(CaseFileError) {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: directory)
    } catch {
      throw CaseFileError(directory, "cannot be listed")
    }
    for name in names
    where name.contains(".safetensors\(FileAccess.temporarySuffix)")
      || name.hasPrefix(GoldenIndex.name + FileAccess.temporarySuffix)
    {
      unlink("\(directory)/\(name)")
    }
  }
}
