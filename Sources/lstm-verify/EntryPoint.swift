import ArgumentParser
import CMalloc
import Foundation
import Verification

/// The program: parses the command line, runs a command, and ends with one of the agreed exit statuses.
@main
enum EntryPoint {
  static func main() async {
    limitHeaps()
    do {
      var command = try RootCommand.parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch let ending as Ending {
      if let line = ending.line { printError("lstm-verify: \(line)") }
      exit(ending.outcome.rawValue)
    } catch {
      let code = RootCommand.exitCode(for: error)
      if code.isSuccess {
        print(RootCommand.fullMessage(for: error))
        exit(EXIT_SUCCESS)
      }
      // Messages of the argument parser come with a usage line; everything else is one line.
      let isMisuse = code == .validationFailure
      printError(isMisuse ? RootCommand.fullMessage(for: error) : "lstm-verify: \(error)")
      exit(Outcome.misuse.rawValue)
    }
  }
}

/// Ends the program with an exit status, after at most one line.
struct Ending: Error {
  var outcome: Outcome
  var line: String?

  init(_ outcome: Outcome, _ line: String? = nil) {
    self.outcome = outcome
    self.line = line
  }
}

/// Keeps the memory of a long run from depending on which cases met: two heaps for all threads, where each thread's own
/// would keep the room of its largest case, and large arrays outside of them.
private func limitHeaps() {
  #if canImport(Glibc)
    _ = mallopt(M_ARENA_MAX, 2)
    _ = mallopt(M_MMAP_THRESHOLD, 3 << 17)
    _ = mallopt(M_TRIM_THRESHOLD, 4 << 20)
  #endif
}

/// A line on standard error.
func printError(_ line: String) {
  FileHandle.standardError.write(Data((line + "\n").utf8))
}
