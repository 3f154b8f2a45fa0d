import Foundation
import Testing

/// The program that this build made, run as a person runs it.
enum BuiltCommand {
  /// What a run left behind.
  struct Result {
    var status: Int32
    var output: String
    var error: String

    /// The lines of standard error that are not progress.
    var errorLines: [String] { error.split(separator: "\n").map(String.init) }
  }

  /// The root of the package.
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The executable, beside the test bundle.
  static let executable: URL = {
    let arguments = CommandLine.arguments
    let bundle = arguments.first { $0.hasSuffix(".xctest") } ?? arguments[0]
    return URL(filePath: bundle).deletingLastPathComponent().appending(path: "lstm-verify")
  }()

  /// Runs the program, or another one, to its end.
  static func run(
    _ arguments: [String], in directory: URL = FileManager.default.temporaryDirectory, program: URL = executable
  ) throws -> Result {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = directory
    let (output, error) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = error
    process.standardInput = FileHandle.nullDevice
    try process.run()
    // Read both at once, or a full pipe would stop the program.
    nonisolated(unsafe) var errorData = Data()
    let finished = DispatchSemaphore(value: 0)
    let waiting = Thread {
      errorData = error.fileHandleForReading.readDataToEndOfFile()
      finished.signal()
    }
    waiting.start()
    let outputData = output.fileHandleForReading.readDataToEndOfFile()
    finished.wait()
    process.waitUntilExit()
    return Result(
      status: process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus,
      output: String(decoding: outputData, as: UTF8.self), error: String(decoding: errorData, as: UTF8.self))
  }

  /// Compiles a source file to a shared library in `folder`; returns its path.
  static func library(_ source: String, in folder: URL) throws -> String {
    let output = folder.appending(path: "lib.so").path
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      source.hasSuffix(".cpp") ? "clang++" : "clang", "-O2", "-shared", "-fPIC", "-I", "Sources/CLSTMSubject/include",
      "-o", output, source, "-lm",
    ]
    process.currentDirectoryURL = root
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
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
