import ArgumentParser
import CMalloc
import Foundation
import Subjects
import Verification

/// The program: parses the command line, runs a command, and ends with one of the agreed exit statuses.
@main
enum EntryPoint {
  static func main() async {
    StandardOutput.secureStreams()
    if let line = ProcessLimits.tooLow { endAtOnce(line) }
    limitHeaps()
    let arguments = OwnProcess.arguments
    do {
      var command = try RootCommand.parseAsRoot(arguments)
      if !(command is WorkerCommand) {
        if let line = ProcessLimits.missing { endAtOnce(line) }
        Interrupt.shared.listen()
        RunningPrograms.adoptOrphans()
      }
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch let ending as Ending {
      end(ending.outcome, ending.line)
    } catch {
      let code = RootCommand.exitCode(for: error)
      // Help that nobody asked for is for a command that says too little.
      if code.isSuccess, asksForText(arguments) {
        print(RootCommand.fullMessage(for: error))
        end(.held)
      }
      // Messages of the argument parser come with a usage line; everything else is one line.
      let isMisuse = code == .validationFailure || code.isSuccess
      printError(isMisuse ? RootCommand.fullMessage(for: error) : "lstm-verify: \(error)")
      end(.misuse)
    }
    end(.held)
  }

  private static func asksForText(_ arguments: [String]) -> Bool {
    let words: Set = ["-h", "-help", "--help", "--help-hidden", "help", "--version"]
    return arguments.contains {
      words.contains($0) || $0.hasPrefix("--generate-completion-script") || $0.hasPrefix("--experimental-dump-help")
    }
  }

  /// Ends the program where it cannot so much as clean up.
  private static func endAtOnce(_ line: String) -> Never {
    printError("lstm-verify: \(line)")
    _exit(Outcome.misuse.rawValue)
  }

  /// Ends the program and what it started, after at most one line, and one more where its output is lost.
  private static func end(_ outcome: Outcome, _ line: String? = nil) -> Never {
    if let line { printError("lstm-verify: \(line)") }
    var outcome = outcome
    if let reason = StandardOutput.whatIsWrong {
      printError("lstm-verify: standard output: cannot write: \(reason)")
      outcome = outcome.and(.misuse)
    }
    RunningPrograms.endAll()
    exit(outcome.rawValue)
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
