internal import Foundation

/// The failures of earlier runs, a folder for each subject.
public struct FailureCorpus: Sendable {
  private let directory: String

  /// A corpus in this folder, which need not exist.
  public init(directory: String) { self.directory = directory }

  /// Saves a case.
  ///
  /// - Returns: the path of the file.
  /// - Throws: `CaseFileError` where it cannot be written.
  public func record(_ file: CaseFile, subject: String, name: String) throws(CaseFileError) -> String {
    let folder = folder(of: subject)
    try FileAccess.makeDirectory(folder)
    let path = "\(folder)/\(plain(name)).safetensors"
    try file.write(to: path)
    return path
  }

  /// The known failures of a subject, by name.
  ///
  /// - Throws: `CaseFileError` where one cannot be read.
  public func known(subject: String) throws(CaseFileError) -> [(path: String, file: CaseFile)] {
    let folder = folder(of: subject)
    guard FileManager.default.fileExists(atPath: folder) else { return [] }
    var known: [(String, CaseFile)] = []
    for name in try GoldenIndex.goldens(in: folder).sorted() {
      let path = "\(folder)/\(name)"
      known.append((path, try CaseFile(contentsOf: path)))
    }
    return known
  }

  private func folder(of subject: String) -> String { "\(directory)/\(plain(subject))" }

  /// A file name: letters, digits, `-`, `_` and `.` stay, every other byte becomes `%XX`, so that names stay apart.
  private func plain(_ name: String) -> String {
    var result = ""
    for byte in name.utf8 {
      let scalar = Unicode.Scalar(byte)
      let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
      if isPlain || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
        || (byte == UInt8(ascii: ".") && !result.isEmpty)
      {
        result.unicodeScalars.append(scalar)
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%" + String(repeating: "0", count: 2 - digits.count) + digits
      }
    }
    return result
  }
}
