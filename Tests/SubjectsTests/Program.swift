import Foundation
import Testing

/// What the tests start, and the libraries that they build for it.
enum Program {
  private static let tests = URL(filePath: #filePath).deletingLastPathComponent()
  static let root = tests.deletingLastPathComponent().deletingLastPathComponent()

  static func misbehaving(_ arguments: String) -> String { python("misbehaving.py") + " " + arguments }

  /// The command that runs one of the programs.
  static func python(_ name: String) -> String {
    "env PYTHONPATH='\(root.appending(path: "Adapters").path)' "
      + "python3 '\(tests.appending(path: "Programs/\(name)").path)'"
  }

  /// `lstm-verify` beside the test bundle, which is the worker of libraries.
  static let worker: String = {
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
    return URL(filePath: bundle).deletingLastPathComponent().appending(path: "lstm-verify").path
  }()

  /// Compiles a source file of the package to a shared library in `folder`; returns its path.
  static func library(_ source: String, options: [String] = [], in folder: URL) throws -> String {
    let output = folder.appending(path: "lib\(UUID().uuidString).so").path
    let compiler = source.hasSuffix(".cpp") ? "clang++" : "clang"
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      [compiler, "-O1", "-shared", "-fPIC", "-Wall", "-Wextra", "-Werror"]
      + ["-I", root.appending(path: "Sources/CLSTMSubject/include").path] + options
      + ["-o", output, root.appending(path: source).path, "-lm"]
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(compiler) does not compile \(source)")
    return output
  }

  /// A new empty folder, removed after `body`.
  static func withTemporaryDirectory<Value>(_ body: (URL) throws -> Value) throws -> Value {
    let directory = FileManager.default.temporaryDirectory.appending(path: "lstm-verify-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    return try body(directory)
  }
}
