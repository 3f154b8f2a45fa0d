import ArgumentParser
import Foundation
import Subjects
import Verification

/// `worker`: the process in which `--subject ./libx.so` loads the library. Not for people.
struct WorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker", abstract: "Load a shared library and answer cases on the standard streams.",
    shouldDisplay: false)

  @Argument var library: String

  func run() throws {
    do {
      try LibraryWorker.serve(library: library)
    } catch {
      throw Ending(.misuse, "\(error)")
    }
  }

  /// This program, to start a worker from.
  static var executable: String { Bundle.main.executablePath ?? CommandLine.arguments[0] }
}
