import Dispatch
import Foundation
import Synchronization

/// Turns the first Ctrl-C into a flag, so that the summary so far is printed; a second one ends the program at once.
final class Interrupt: Sendable {
  private let raised = Atomic(false)
  // The source is set once and only kept alive.
  private nonisolated(unsafe) let source: any DispatchSourceSignal

  init() {
    signal(SIGINT, SIG_IGN)
    source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler { [weak self] in
      guard let self, self.raised.exchange(true, ordering: .relaxed) else {
        printError("\nlstm-verify: interrupted; finishing the cases under way (again to stop at once)")
        return
      }
      exit(130)
    }
    source.resume()
  }

  /// Whether Ctrl-C came.
  var wasRaised: Bool { raised.load(ordering: .relaxed) }
}
