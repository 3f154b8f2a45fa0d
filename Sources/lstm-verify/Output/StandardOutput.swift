import Foundation
import Synchronization

/// What this program writes on its standard streams.
///
/// A stream that does not take it (a full disk, a closed pipe) neither ends the program nor passes unnoticed.
enum StandardOutput {
  /// What the system said when standard output could not be written, the first time.
  private static let fault = Mutex<String?>(nil)

  /// Why something printed is lost, or nil.
  static var whatIsWrong: String? { fault.withLock { $0 } }

  /// Opens what the caller closed, so that no file or pipe of ours takes the place of a standard stream.
  ///
  /// Output goes nowhere then, and writing it is an error as before.
  static func secureStreams() {
    signal(SIGPIPE, SIG_IGN)
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest free number is this one.
      _ = open("/dev/null", O_RDONLY)
    }
  }

  fileprivate static func write(_ text: String) {
    fault.withLock { fault in
      guard fault == nil, let code = writeAll(text, to: STDOUT_FILENO) else { return }
      fault = String(cString: strerror(code))
    }
  }
}

/// Writes a line on standard output. In this module it stands before the function of the same name that every program
/// has, which knows no errors.
func print(_ line: String) { StandardOutput.write(line + "\n") }

/// A line on standard error.
func printError(_ line: String) { _ = writeAll(line + "\n", to: STDERR_FILENO) }

/// Writes on standard error without ending the line.
func writeError(_ text: String) { _ = writeAll(text, to: STDERR_FILENO) }

/// The system's number for what went wrong, or nil.
private func writeAll(_ text: String, to descriptor: Int32) -> Int32? {
  let bytes = Array(text.utf8)
  return bytes.withUnsafeBytes { buffer in
    var written = 0
    while written < buffer.count, let base = buffer.baseAddress {
      let count = write(descriptor, base + written, buffer.count - written)
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN {
        // A terminal or pipe that somebody set not to block: wait until it takes more.
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&waiting, 1, -1)
        continue
      }
      guard count > 0 else { return count == 0 ? EIO : errno }
      written += count
    }
    return nil
  }
}
