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
    let left = Int((Double(progress.total - progress.done) / max(rate, 1e-9)).rounded(.up))
    let failures = progress.failures == 0 ? "" : ", \(progress.failures) failures"
    let text = "\(progress.done) of \(progress.total) cases, \(Int(rate)) a second, \(left) s left\(failures)"
    if isTerminal {
      isOpen = true
      FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8))
    } else {
      printError(text)
    }
  }

  /// Leaves the line.
  func finish() {
    if isOpen { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    isOpen = false
  }
}
