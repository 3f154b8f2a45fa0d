internal import CaseFiles
internal import CaseLab
internal import Foundation
internal import LSTMContract
internal import NumPyReference

/// Records the golden files.
public enum GoldenRecording {
  /// Computes every golden at 200 bits and replaces the files of a folder.
  ///
  /// - Returns: how many goldens there are, and the files that changed.
  /// - Throws: `ReferenceUnavailable` and `PythonError` where the interpreter fails, `CaseFileError` where a file cannot
  ///   be written; the old files are then whole.
  public static func regenerate(in directory: String) async throws -> (goldens: Int, changed: [String]) {
    let reference = try await MpmathReference.start()
    let descriptions = try GoldenCatalog.descriptions()
    let answers = try await reference.answers(to: descriptions.map(\.problem))
    var files: [(name: String, bytes: [UInt8])] = []
    var entries: [GoldenIndex.Entry] = []
    for (description, answer) in zip(descriptions, answers) {
      let name = description.name + ".safetensors"
      let file = CaseFile(
        problem: description.problem, answer: answer.rounded, radii: answer.radius,
        metadata: ["purpose": description.purpose, "catches": description.catches, "maker": reference.maker])
      let bytes = file.serialized()
      files.append((name, bytes))
      entries.append(
        GoldenIndex.Entry(
          file: name, purpose: description.purpose, catches: description.catches, maker: reference.maker,
          golden: file, bytes: bytes))
    }
    try makeDirectory(directory)
    let changes = try replaceGoldens(in: directory, files: files, index: GoldenIndex(goldens: entries))
    return (files.count, changes.written + changes.removed)
  }
}
