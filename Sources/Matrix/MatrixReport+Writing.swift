internal import CaseFiles
internal import Foundation
internal import Verification

extension MatrixReport {
  /// Writes matrix.json, matrix.md and matrix.html into a folder, which is made where it is missing.
  ///
  /// - Throws: `CaseFileError` where a file cannot be written; what was there before stays whole.
  public func write(to folder: String) throws {
    try makeDirectory(folder)
    for (name, text) in [
      ("matrix.json", try reportJSON(of: self) + "\n"), ("matrix.md", markdown), ("matrix.html", html),
    ] {
      try writeAtomically(Array(text.utf8), to: folder + "/" + name)
    }
  }
}
