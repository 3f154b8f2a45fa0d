import Foundation
import Verification

/// How far the campaign has come, on standard error: one line that is rewritten on a terminal, a plain line every ten
/// seconds otherwise.
final class ProgressLine {
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private var lastShown = 0.0
  private var isOpen = false

  func show(_ progress: CampaignProgress) {
    guard progress.seconds - lastShown >= (isTerminal ? 0.2 : 10) else { return }
    lastShown = progress.seconds
    let rate = Double(progress.done) / max(progress.seconds, 1e-9)
    // A total of any size at any rate has to fit.
    let left = Int(min((Double(progress.total - progress.done) / max(rate, 1e-9)).rounded(.up), 1e15))
    let failures = progress.failures == 0 ? "" : ", \(progress.failures) failures"
    let text = "\(progress.done) of \(progress.total) cases, \(Int(rate)) a second, \(left) s left\(failures)"
    if isTerminal {
      isOpen = true
      writeError("\r\u{1B}[K\(text)")
    } else {
      printError(text)
    }
  }

  /// Leaves the line.
  func finish() {
    if isOpen { writeError("\r\u{1B}[K") }
    isOpen = false
  }
}
