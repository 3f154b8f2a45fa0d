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
  @Option(name: .long, help: "The process that this one ends with.") var parent: Int32
  @Option(name: .long, help: "What the addresses of arrays are multiples of.") var alignment = 1

  func run() throws {
    do {
      try LibraryWorker.serve(library: library, parent: parent, alignment: alignment)
    } catch {
      throw Ending(.misuse, "\(error)")
    }
  }
}
