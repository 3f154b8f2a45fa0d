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
    switch Invocation(OwnProcess.arguments) {
    case .command(let command): await run(command)
    case .text(let text): print(text)
    case .misuse(let message):
      printError(message)
      end(.misuse)
    }
    end(.held)
  }

  private static func run(_ command: any ParsableCommand) async {
    do {
      var command = command
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
      guard RootCommand.exitCode(for: error).isSuccess else { end(.misuse, "\(error)") }
      let help = RootCommand.fullMessage(for: error)
      // Help that nobody asked for is for a command that needs another one behind it.
      if command is GoldenCommand {
        printError(help)
        end(.misuse)
      }
      print(help)
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

/// Keeps the memory of a long run from depending on which cases met: two heaps for all threads, where each thread's own
/// would keep the room of its largest case, and large arrays outside of them.
private func limitHeaps() {
  #if canImport(Glibc)
    _ = mallopt(M_ARENA_MAX, 2)
    _ = mallopt(M_MMAP_THRESHOLD, 3 << 17)
    _ = mallopt(M_TRIM_THRESHOLD, 4 << 20)
  #endif
}
