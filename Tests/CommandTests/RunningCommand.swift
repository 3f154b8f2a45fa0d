import Foundation
import Testing

/// The program that this build made while it runs, for tests that send it signals.
///
/// Waiting is for a line or for the end; a bound far above either keeps a fault from stopping the tests.
final class RunningCommand {
  private static let most = 60.0

  let process = Process()
  private let streams: (output: URL, error: URL)

  /// Starts the program in this folder, where its streams are kept in files.
  init(_ arguments: [String], in folder: URL) throws {
    streams = (folder.appending(path: "output"), folder.appending(path: "error"))
    process.executableURL = BuiltCommand.executable
    process.arguments = arguments
    process.currentDirectoryURL = folder
    for stream in [streams.output, streams.error] { try Data().write(to: stream) }
    process.standardOutput = try FileHandle(forWritingTo: streams.output)
    process.standardError = try FileHandle(forWritingTo: streams.error)
    process.standardInput = FileHandle.nullDevice
    try process.run()
  }

  /// What it wrote so far.
  var output: String { (try? String(contentsOf: streams.output, encoding: .utf8)) ?? "" }
  var error: String { (try? String(contentsOf: streams.error, encoding: .utf8)) ?? "" }

  /// Waits until something is true.
  func wait(_ what: String, until isTrue: () -> Bool) throws {
    let deadline = ContinuousClock.now + .seconds(Self.most)
    while !isTrue() {
      guard ContinuousClock.now < deadline else {
        kill(process.processIdentifier, SIGKILL)
        Issue.record("waited in vain for \(what): \(output)\(error)")
        throw CancellationError()
      }
      usleep(5_000)
    }
  }

  /// Sends a signal, waits for the end, and gives the exit status and the seconds in between.
  func end(by signal: Int32) throws -> (status: Int32, seconds: Double) {
    let start = ContinuousClock.now
    kill(process.processIdentifier, signal)
    try wait("the end") { !process.isRunning }
    return (status, (ContinuousClock.now - start) / .seconds(1))
  }

  /// The exit status, or 128 and the number of the signal.
  var status: Int32 {
    process.waitUntilExit()
    return process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
  }
}

/// Whether a process exists and is no zombie.
func isAlive(_ pid: pid_t) -> Bool {
  guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return false }
  return text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ").dropFirst().first != "Z"
}

/// Whether a process has a handler of a signal.
func isHandling(_ signal: Int32, _ pid: pid_t) -> Bool {
  let lines = ((try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? "").split(separator: "\n")
  let mask = lines.first { $0.hasPrefix("SigCgt:") }?.split(whereSeparator: \.isWhitespace).last
  return mask.flatMap { UInt64($0, radix: 16) }.map { $0 >> UInt64(signal - 1) & 1 == 1 } ?? false
}
