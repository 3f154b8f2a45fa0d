import Dispatch
import Foundation
import LSTMContract
import Subjects
import Synchronization
import Verification

/// Turns the first SIGINT, SIGTERM, SIGHUP or SIGQUIT into a flag, so that the program ends with what it knows; a second
/// one ends it at once.
///
/// A command that looks at the flag, or whose calls of subjects end by `deadline`, ends by itself; any other is ended
/// after `patience`. No process that was started for a subject outlives either end.
final class Interrupt: Sendable {
  static let shared = Interrupt()

  /// Seconds that a command has to end by itself.
  private static let patience = 2.0

  private static let signals = [
    (SIGINT, "SIGINT"), (SIGTERM, "SIGTERM"), (SIGHUP, "SIGHUP"), (SIGQUIT, "SIGQUIT"),
  ]

  private let raised = Atomic(false)
  private let sawWrong = Atomic(false)
  private let endsByItself = Atomic(false)
  // Set once, and only kept alive.
  private let sources = Mutex<[any DispatchSourceSignal]>([])

  /// Whether a signal came.
  var wasRaised: Bool { raised.load(ordering: .relaxed) }

  /// What ends as soon as a signal came.
  var deadline: Deadline { Deadline(after: nil) { Interrupt.shared.wasRaised } }

  /// Listens from now on.
  func listen() {
    sources.withLock { sources in
      guard sources.isEmpty else { return }
      for (number, name) in Self.signals {
        let before = signal(number, SIG_IGN)
        // Whoever starts a program by nohup wants it to outlive a terminal.
        if number == SIGHUP, Self.isIgnoring(before) { continue }
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInteractive))
        source.setEventHandler { [unowned self] in self.received(name) }
        source.resume()
        sources.append(source)
      }
    }
  }

  /// Tells that a subject is wrong, which is then the status whatever comes.
  func noteWrong() { sawWrong.store(true, ordering: .relaxed) }

  /// Tells that this command ends by itself, however long its report takes.
  func leaveTheEndToTheCommand() { endsByItself.store(true, ordering: .relaxed) }

  /// Ends a command between two of its steps, the last of which a signal may have cut short.
  ///
  /// - Parameter wrong: whether a subject is known to be wrong.
  /// - Throws: `Ending` where a signal came.
  func check(wrong: Bool) throws {
    if wrong { noteWrong() }
    if wasRaised { throw Ending(wrong ? .subjectWrong : .interrupted) }
  }

  private func received(_ name: String) {
    guard !raised.exchange(true, ordering: .relaxed) else { endNow() }
    printError("lstm-verify: interrupted by \(name): ending with what is known (again to stop at once)")
    DispatchQueue.global(qos: .userInteractive).asyncAfter(deadline: .now() + Self.patience) { [unowned self] in
      if !endsByItself.load(ordering: .relaxed) { endNow() }
    }
  }

  private func endNow() -> Never {
    RunningPrograms.endAll()
    // Not `exit`: other threads are at work.
    _exit((sawWrong.load(ordering: .relaxed) ? Outcome.subjectWrong : .interrupted).rawValue)
  }

  private static func isIgnoring(_ handler: sig_t?) -> Bool {
    unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
