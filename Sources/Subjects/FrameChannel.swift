internal import Foundation
internal import LSTMContract

/// Exchanges frames with a child: eight bytes of length, little endian, then so many bytes.
///
/// Every wait has a deadline, looks at the child's memory, and keeps the last words of its standard error.
struct FrameChannel {
  private let child: ChildProcess
  private let limits: SubjectLimits
  private var lastWords: [UInt8] = []

  init(command: String, limits: SubjectLimits) throws(SubjectFailure) {
    child = try ChildProcess(command: command)
    self.limits = limits
  }

  func close() { child.destroy() }

  /// Sends a frame and receives one.
  ///
  /// - Parameters:
  ///   - frame: what is sent, or nil to only receive.
  ///   - mostBytes: how long the answer may be.
  /// - Throws: `SubjectFailure`, or `CallCutShort` where the limits' deadline passes; the channel is then of no more use.
  mutating func exchange(_ frame: [UInt8]?, mostBytes: Int, seconds: Double) throws -> [UInt8] {
    let deadline = Deadline(after: seconds)
    let outgoing = frame.map { Self.prefix($0.count) + $0 } ?? []
    var incoming: [UInt8] = []
    var expected: Int?
    var sent = 0
    while true {
      if let expected, incoming.count >= 8 + expected {
        // Anything behind the frame that answers is no answer to a question that was asked.
        guard incoming.count == 8 + expected else { throw SubjectFailure("wrote more than one frame for one case") }
        guard sent == outgoing.count else { throw SubjectFailure("answered before it had read the whole case") }
        return Array(incoming[8...])
      }
      try wait(until: deadline, seconds, wantsToSend: sent < outgoing.count)
      if sent < outgoing.count { sent += try send(outgoing, from: sent) }
      drainErrors()
      let isAtEnd = try receive(into: &incoming, most: 8 + (expected ?? 0) + 1)
      if expected == nil, incoming.count >= 8 {
        let length = Self.length(incoming[..<8])
        guard length <= UInt64(mostBytes) else {
          throw SubjectFailure("announced a frame of \(length) bytes, where at most \(mostBytes) can be an answer")
        }
        expected = Int(length)
      }
      if isAtEnd, incoming.count < 8 + (expected ?? 0) || expected == nil { throw ended(incoming.count) }
    }
  }

  /// The eight bytes before a frame of this length.
  static func prefix(_ length: Int) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } }

  /// The length that eight bytes announce.
  static func length(_ prefix: some BidirectionalCollection<UInt8>) -> UInt64 {
    prefix.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
  }

  /// Waits until something can be read or written.
  private func wait(
    until deadline: Deadline, _ seconds: Double, wantsToSend: Bool
  ) throws {
    while true {
      guard !limits.deadline.hasPassed else { throw CallCutShort() }
      guard !deadline.hasPassed else { throw SubjectFailure("gave no answer within \(seconds) s") }
      if let bytes = child.residentBytes, bytes > limits.residentBytes {
        throw SubjectFailure("used \(bytes >> 20) MiB, where \(limits.residentBytes >> 20) are allowed")
      }
      var descriptors = [
        pollfd(fd: child.output, events: Int16(POLLIN), revents: 0),
        pollfd(fd: child.errors, events: Int16(POLLIN), revents: 0),
      ]
      if wantsToSend { descriptors.append(pollfd(fd: child.input, events: Int16(POLLOUT), revents: 0)) }
      guard poll(&descriptors, nfds_t(descriptors.count), 20) > 0 else { continue }
      // The end of standard error alone is no news.
      if descriptors[0].revents != 0 || descriptors.count > 2 && descriptors[2].revents != 0
        || descriptors[1].revents & Int16(POLLIN) != 0
      {
        return
      }
      usleep(1_000)
    }
  }

  private mutating func send(_ bytes: [UInt8], from start: Int) throws(SubjectFailure) -> Int {
    let count = bytes.withUnsafeBytes { write(child.input, $0.baseAddress.map { $0 + start }, $0.count - start) }
    if count >= 0 { return count }
    guard errno == EAGAIN || errno == EINTR else { throw ended(0) }
    return 0
  }

  /// Reads what there is, in pieces, and not much more than the frame holds; true at the end of the stream.
  private func receive(into bytes: inout [UInt8], most: Int) throws(SubjectFailure) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count < most {
      let wanted = min(buffer.count, most - bytes.count)
      let count = read(child.output, &buffer, wanted)
      if count == 0 { return true }
      guard count > 0 else { return !(errno == EAGAIN || errno == EINTR) }
      bytes += buffer[..<count]
    }
    return false
  }

  private mutating func drainErrors() {
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let count = read(child.errors, &buffer, buffer.count)
      guard count > 0 else { return }
      lastWords = Array((lastWords + buffer[..<count]).suffix(2_000))
    }
  }

  /// What to say of a process that closed its output, with its last words.
  private mutating func ended(_ received: Int) -> SubjectFailure {
    let ending = child.ending(within: 1)
    drainErrors()
    let words = String(decoding: lastWords, as: UTF8.self).split(whereSeparator: \.isNewline).last
    let how = ending.map { "ended with \($0)" } ?? "closed its output"
    return SubjectFailure(
      how + (received > 0 ? " in the middle of a frame" : "")
        + (words.map { ": \(SubjectText(String($0)).line)" } ?? ""))
  }
}
