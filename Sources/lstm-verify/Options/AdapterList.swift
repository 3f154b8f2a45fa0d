import Foundation
import LSTMContract
import Matrix
import Subjects
import Verification

/// The adapters that a list names, with the interpreters that run them.
struct AdapterList {
  /// One adapter.
  struct Adapter {
    var name: String
    var framework: String
    var command: String
    /// What is missing, or nil where it can be started.
    var missing: String?
  }

  let adapters: [Adapter]

  /// An entry of the file.
  private struct Entry: Decodable {
    var name: String
    var environment: String
    var program: String
    var arguments: [String]?
    var framework: String
  }

  /// - Parameters:
  ///   - environments: the folder with one virtual environment for each framework; `.adapters` beside the list's folder
  ///     unless given.
  ///   - python: an interpreter for all of them instead.
  /// - Throws: `Ending` where the file cannot be read.
  init(contentsOf path: String, environments: String?, python: String?) throws {
    let entries: [Entry]
    do {
      entries = try JSONDecoder().decode([Entry].self, from: Data(contentsOf: URL(filePath: path)))
    } catch {
      throw Ending(
        .misuse,
        "--adapters \(path): \((error as? DecodingError).map { "\($0)".firstLine } ?? error.localizedDescription)")
    }
    // Paths stay relative where they were given so: reports print them.
    let folder = (path as NSString).deletingLastPathComponent
    let parent = (folder as NSString).deletingLastPathComponent
    let root =
      environments ?? (folder.isEmpty ? "../.adapters" : (parent as NSString).appendingPathComponent(".adapters"))
    func joined(_ parts: String...) -> String { parts.filter { !$0.isEmpty }.joined(separator: "/") }
    adapters = entries.map { entry in
      let program = joined(folder, entry.program)
      let arguments = entry.arguments ?? []
      // A library has no interpreter.
      if PipeProgram.isLibrary(entry.program) {
        let library = joined(root, entry.environment, entry.program)
        let isThere = FileManager.default.fileExists(atPath: library)
        return Adapter(
          name: entry.name, framework: entry.framework, command: library,
          missing: isThere ? nil : "\(entry.framework) is not there; scripts/adapters \(entry.environment) makes it")
      }
      let interpreter = python ?? joined(root, entry.environment, "bin/python")
      let isThere = python != nil || FileManager.default.isExecutableFile(atPath: interpreter)
      return Adapter(
        name: entry.name, framework: entry.framework,
        command: ([interpreter, program] + arguments).map(shellQuoted).joined(separator: " "),
        missing: isThere
          ? nil : "\(entry.framework) is not installed; scripts/adapters \(entry.environment) installs it")
    }
  }
}

/// Why an adapter was passed over.
struct AdapterUnavailable: Error {
  var reason: String
}

extension AdapterList.Adapter {
  /// Starts the adapter.
  ///
  /// - Throws: `AdapterUnavailable`.
  func subject(timeout: Double?) throws -> MatrixSubject {
    if let missing { throw AdapterUnavailable(reason: missing) }
    // The first call of some frameworks compiles.
    let limits = SubjectLimits(
      startSeconds: 180, caseSeconds: timeout ?? 60, residentBytes: 8 << 30, lostSeconds: 300,
      deadline: Interrupt.shared.deadline)
    do {
      guard !PipeProgram.isLibrary(command) else {
        let library = try PipeProgram(library: command, worker: OwnProcess.executable, limits: limits)
        return MatrixSubject(
          library.subject, framework: framework, version: library.identity.version,
          conventions: library.identity.conventions)
      }
      let program = try PipeProgram(command: command, limits: limits)
      var other: PipeProgram?
      if program.identity.threads != nil {
        let second = try PipeProgram(command: "env LSTM_SUBJECT_THREADS=2 \(command)", limits: limits)
        if second.identity.threads == 2 { other = second }
      }
      return MatrixSubject(
        program.subject.named(name), framework: framework, version: program.identity.version,
        conventions: program.identity.conventions, otherThreads: other?.subject)
    } catch {
      throw AdapterUnavailable(reason: "\(error)")
    }
  }
}

/// A word as the shell reads it back.
func shellQuoted(_ word: String) -> String {
  let isPlain = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-=+:,".contains($0)) }
  return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
}

extension String {
  fileprivate var firstLine: String { String(prefix { !$0.isNewline }.prefix(200)) }
}
