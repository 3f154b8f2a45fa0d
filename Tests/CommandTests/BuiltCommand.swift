import Foundation

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

  /// Runs the program to its end.
  static func run(_ arguments: [String], in directory: URL = FileManager.default.temporaryDirectory) throws -> Result {
    let process = Process()
    process.executableURL = executable
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

  /// A new empty folder, removed after `body`.
  static func withTemporaryDirectory<Value>(_ body: (URL) throws -> Value) throws -> Value {
    let directory = FileManager.default.temporaryDirectory.appending(path: "lstm-verify-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    return try body(directory)
  }
}
