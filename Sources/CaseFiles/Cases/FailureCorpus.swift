import Foundation

/// The failing cases of each subject, kept as files and replayed before new cases are drawn.
///
/// The files stand under DIRECTORY/SUBJECT/NAME.safetensors, in the schema of Docs/case-files.md.
public struct FailureCorpus: Sendable {
  /// Where a corpus is kept unless the user says otherwise.
  public static let defaultDirectory = ".lstm-verify"

  /// The directory above the subjects' folders; made when the first failure is recorded.
  public let directory: String

  /// The corpus in this directory, which need not exist.
  public init(directory: String = FailureCorpus.defaultDirectory) {
    self.directory = directory
  }

  /// Keeps a failing case, in place of the one of the same subject and name.
  ///
  /// - Returns: the file's path.
  /// - Throws: `CaseFileError` where the file cannot be written.
  @discardableResult
  public func record(_ file: CaseFile, subject: String, name: String) throws(CaseFileError) -> String {
    let folder = folder(of: subject)
    try makeDirectory(folder)
    let lock = try DirectoryLock(folder, waits: true)
    defer { lock.release() }
    TemporaryFile.removeStale(in: folder, names: try namesInDirectory(folder))
    let path = "\(folder)/\(Self.safeName(name)).safetensors"
    try file.write(to: path)
    return path
  }

  /// The failures kept for a subject, sorted by name; none where nothing was ever recorded.
  ///
  /// - Throws: `CaseFileError`, which names the file, where one of them cannot be read.
  public func known(subject: String) throws(CaseFileError) -> [(path: String, file: CaseFile)] {
    let folder = folder(of: subject)
    guard FileManager.default.fileExists(atPath: folder) else { return [] }
    var cases: [(path: String, file: CaseFile)] = []
    for name in try namesInDirectory(folder) where name.hasSuffix(".safetensors") && !name.hasPrefix(".") {
      let path = "\(folder)/\(name)"
      cases.append((path, try CaseFile(contentsOf: path)))
    }
    return cases
  }

  private func folder(of subject: String) -> String { "\(directory)/\(Self.safeName(subject))" }

  /// A file name for any text, another for each: bytes that a name can't hold everywhere become `%` and two digits.
  ///
  /// `mutant:gates-if` becomes `mutant%3Agates-if`. A long name is cut and ends in `%%` and the checksum of the text.
  static func safeName(_ text: String) -> String {
    var name = ""
    for (position, byte) in text.utf8.enumerated() {
      let character = Character(Unicode.Scalar(byte))
      let plain = byte < 0x80 && (character.isLetter || character.isNumber || "._-".contains(character))
      if plain && !(position == 0 && byte == UInt8(ascii: ".")) {
        name.append(character)
      } else {
        name += byte < 16 ? "%0\(String(byte, radix: 16))" : "%\(String(byte, radix: 16, uppercase: true))"
      }
    }
    if name.isEmpty { return "%" }
    return name.utf8.count <= 160 ? name : "\(name.prefix(160))%%\(checksum(of: Array(text.utf8)))"
  }
}
