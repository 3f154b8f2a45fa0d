import CProcess
import Foundation

/// What this program knows of itself, with or without /proc.
enum OwnProcess {
  /// The command line without the name of the program.
  static var arguments: [String] {
    var count: Int32 = 0
    guard let given = lstm_process_arguments(&count), count > 0 else { return Array(CommandLine.arguments.dropFirst()) }
    return (1..<max(Int(count), 1)).compactMap { given[$0].map { String(cString: $0) } }
  }

  /// The file of this program, to start it once more.
  static let executable: String = {
    if let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"),
      FileManager.default.isExecutableFile(atPath: path)
    {
      return path
    }
    guard let path = lstm_process_path(), let absolute = realpath(path, nil) else { return "lstm-verify" }
    defer { free(absolute) }
    return String(cString: absolute)
  }()
}
