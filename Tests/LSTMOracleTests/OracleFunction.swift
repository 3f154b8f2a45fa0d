import CLSTMOracle
import LSTMContract
import Testing

@testable import LSTMOracle

/// A function of the oracle's arithmetic over arrays, with what its header says it may write.
struct OracleFunction: Sendable, CustomTestStringConvertible {
  /// Its name in C. A function has an entry for each of the sizes that decide what it writes.
  let name: String
  /// What `count` is in a call: elements, columns, rows or operands.
  let counts: String
  /// Calls it with guarded arrays of `count`.
  let call: @Sendable (_ count: Int, _ arrays: GuardedCall) -> Void

  init(_ name: String, by counts: String = "elements", _ call: @escaping @Sendable (Int, GuardedCall) -> Void) {
    (self.name, self.counts, self.call) = (name, counts, call)
  }

  var testDescription: String { "\(name) by \(counts)" }

  static let all = products + blocks + weights + step
}

extension GuardedCall {
  /// Numbers in (-scale, scale), of which every seventh is 0.
  static func numbers(_ count: Int, scale: Double = 1) -> [Double] {
    var stream = TestStream(UInt64(count) + 77)
    return (0..<count).map { $0 % 7 == 6 ? 0 : stream.number(scale) }
  }

  /// Values with small rests and radii, with room for whole lanes, that a call only reads.
  func ranged(_ count: Int, scale: Double = 1) -> clstm_oracle_ranged {
    let (values, room) = (Self.numbers(count, scale: scale), wholeLanes(count))
    return clstm_oracle_ranged(
      value: input(values, room: room), rest: input(values.map { $0 * 0x1p-55 }, room: room),
      radius: input(values.map { abs($0) * 0x1p-40 }, room: room))
  }

  /// Ranged values that a call changes.
  func changed(_ count: Int, radius: Double = 0x1p-40) -> clstm_oracle_ranged {
    let (values, room) = (Self.numbers(count), wholeLanes(count))
    return clstm_oracle_ranged(
      value: output(values, room: room), rest: output(values.map { $0 * 0x1p-55 }, room: room),
      radius: output(values.map { _ in radius }, room: room))
  }
}
