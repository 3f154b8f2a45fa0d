internal import Foundation

/// The safetensors format: the length of a JSON header in 8 bytes, the header, then the data of all tensors.
///
/// The reader trusts nothing: lengths are checked against the size of the file before anything is allocated.
struct Safetensors {
  /// The types that a case file may hold.
  enum ElementType: String {
    case float = "F32"
    case double = "F64"
    case bool = "BOOL"

    var size: Int {
      switch self {
      case .float: 4
      case .double: 8
      case .bool: 1
      }
    }
  }

  /// One tensor: its type, shape and bytes.
  struct Entry {
    var type: ElementType
    var shape: [Int]
    var bytes: ArraySlice<UInt8>
  }

  var tensors: [String: Entry] = [:]
  var metadata: [String: String] = [:]

  /// Longer headers than this are refused.
  static let longestHeader = 1 << 20

  init() {}

  /// - Throws: `CaseFileError` where the bytes are no safetensors file of known types.
  init(_ bytes: [UInt8], name: String) throws(CaseFileError) {
    guard bytes.count >= 8 else { throw CaseFileError(name, "\(bytes.count) bytes are too short for a header length") }
    let length = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[$1]) << UInt64(8 * $1) }
    guard length <= UInt64(bytes.count - 8) else {
      throw CaseFileError(name, "the header should be \(length) bytes long, but only \(bytes.count - 8) follow")
    }
    guard length <= UInt64(Self.longestHeader) else {
      throw CaseFileError(name, "a header of \(length) bytes is longer than \(Self.longestHeader)")
    }
    let start = 8 + Int(length)
    let header = try SafetensorsHeader(bytes[8..<start], name: name)
    metadata = header.metadata
    try readTensors(header.tensors, bytes[start...], name)
  }

  private mutating func readTensors(
    _ described: [String: SafetensorsHeader.Tensor], _ data: ArraySlice<UInt8>, _ name: String
  ) throws(CaseFileError) {
    var covered = 0
    for (tensor, entry) in described.sorted(by: { ($0.value.begin, $0.key) < ($1.value.begin, $1.key) }) {
      func fail(_ reason: String) -> CaseFileError { CaseFileError(name, "tensor '\(tensor)': \(reason)") }
      guard let type = ElementType(rawValue: entry.type) else {
        throw fail("type \(entry.type): expected F32, F64 or BOOL")
      }
      var count = type.size
      for size in entry.shape {
        guard size >= 0 else { throw fail("shape \(entry.shape) has a negative size") }
        let (product, overflow) = count.multipliedReportingOverflow(by: size)
        guard !overflow else { throw fail("shape \(entry.shape) is too large") }
        count = product
      }
      guard entry.begin >= 0, entry.end >= entry.begin, entry.end <= data.count else {
        throw fail("data_offsets [\(entry.begin), \(entry.end)] lie outside of the \(data.count) bytes of data")
      }
      guard entry.end - entry.begin == count else {
        throw fail(
          "data_offsets [\(entry.begin), \(entry.end)] hold \(entry.end - entry.begin) bytes, expected \(count) for "
            + "\(entry.type) \(entry.shape)")
      }
      guard entry.begin == covered else {
        throw fail("data begin at \(entry.begin), expected \(covered): tensors overlap or leave a hole")
      }
      covered = entry.end
      let bytes = data[data.startIndex + entry.begin..<data.startIndex + entry.end]
      if type == .bool, let odd = bytes.first(where: { $0 > 1 }) { throw fail("byte \(odd) is no BOOL") }
      tensors[tensor] = Entry(type: type, shape: entry.shape, bytes: bytes)
    }
    guard covered == data.count else {
      throw CaseFileError(name, "\(data.count - covered) bytes follow after the last tensor")
    }
  }

  /// The file: names sorted, no space between, the header padded to a multiple of 8 bytes.
  func serialized() -> [UInt8] {
    var parts: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(quoted($0.value))" }
      parts.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
    }
    var data: [UInt8] = []
    for (name, entry) in tensors.sorted(by: { $0.key < $1.key }) {
      let (begin, end) = (data.count, data.count + entry.bytes.count)
      let shape = entry.shape.map(String.init).joined(separator: ",")
      parts.append(
        "\(quoted(name)):{\"dtype\":\"\(entry.type.rawValue)\",\"shape\":[\(shape)],\"data_offsets\":[\(begin),\(end)]}"
      )
      data += entry.bytes
    }
    var header = Array("{\(parts.joined(separator: ","))}".utf8)
    while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
    let length = (0..<8).map { UInt8(truncatingIfNeeded: UInt64(header.count) >> UInt64(8 * $0)) }
    return length + header + data
  }

  private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
