/// The element types that a case file may hold; the format has more, which are refused by name.
public enum SafetensorsType: String, CaseIterable, Sendable {
  /// IEEE 754 binary32, little endian.
  case float = "F32"
  /// IEEE 754 binary64, little endian.
  case double = "F64"
  /// One byte, 0 or 1.
  case boolean = "BOOL"

  /// The size of an element in bytes.
  public var size: Int {
    switch self {
    case .float: 4
    case .double: 8
    case .boolean: 1
    }
  }
}

/// What the header says about one tensor.
public struct SafetensorsEntry: Sendable, Equatable {
  /// The tensor's name.
  public let name: String
  /// The element type.
  public let type: SafetensorsType
  /// The size of each axis, outermost first.
  public let shape: [Int]
  /// The tensor's bytes, counted from the start of the data.
  public let offsets: Range<Int>
}

/// The parsed header: a map of strings and the tensors in the order of their data.
struct SafetensorsHeader {
  /// Larger headers are refused before they are parsed.
  static let maximumBytes = 1 << 20
  /// More axes are refused.
  static let maximumRank = 8
  /// An axis of an empty tensor has no bytes to vouch for it, and a loop over it could run for years.
  static let maximumEmptyAxis = 1 << 20

  var metadata: [String: String] = [:]
  var entries: [SafetensorsEntry] = []

  /// The number of header bytes that the first eight bytes announce, checked against the file's size.
  ///
  /// - Throws: `CaseFileError` where the header would not fit in the file or exceeds `maximumBytes`.
  static func length(announcedBy prefix: some Collection<UInt8>, fileSize: Int, file: String) throws(CaseFileError)
    -> Int
  {
    guard fileSize >= 8, prefix.count >= 8 else {
      throw CaseFileError(file: file, what: "found \(fileSize) bytes, expected at least the 8 of the header length")
    }
    let announced = prefix.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard announced <= UInt64(fileSize - 8) else {
      throw CaseFileError(
        file: file, place: "header length", what: "found \(announced), but the file has \(fileSize) bytes")
    }
    guard announced <= UInt64(maximumBytes) else {
      throw CaseFileError(
        file: file, place: "header length", what: "found \(announced), expected at most \(maximumBytes)")
    }
    return Int(announced)
  }

  /// Checks that the tensors cover the data exactly: in range, no overlap, no hole, nothing left over.
  ///
  /// - Throws: `CaseFileError`, which names the tensor.
  mutating func checkCoverage(ofDataBytes dataBytes: Int, file: String) throws(CaseFileError) {
    entries.sort {
      ($0.offsets.lowerBound, $0.offsets.upperBound) < ($1.offsets.lowerBound, $1.offsets.upperBound)
    }
    var covered = 0
    var previous: SafetensorsEntry?
    for entry in entries {
      let pair = "data_offsets [\(entry.offsets.lowerBound), \(entry.offsets.upperBound)]"
      guard entry.offsets.upperBound <= dataBytes else {
        throw CaseFileError(
          file: file, place: "tensor \(quoted(entry.name))",
          what: "\(pair) reach beyond the \(dataBytes) bytes of data in the file")
      }
      if let previous, entry.offsets.lowerBound < covered {
        throw CaseFileError(
          file: file, place: "tensor \(quoted(entry.name))", what: "\(pair) overlap tensor \(quoted(previous.name))")
      }
      guard entry.offsets.lowerBound == covered else {
        throw CaseFileError(
          file: file, place: "tensor \(quoted(entry.name))",
          what: "\(pair) leave a hole, expected the data to start at \(covered)")
      }
      covered = entry.offsets.upperBound
      previous = entry
    }
    guard covered == dataBytes else {
      throw CaseFileError(
        file: file, what: "found \(dataBytes) bytes of data, expected the \(covered) that the header describes")
    }
  }
}

extension SafetensorsEntry {
  /// An entry whose byte range is what type and shape ask for.
  ///
  /// - Throws: `CaseFileError`, which names the tensor.
  init(name: String, typeName: String, shape: [Int], offsets: [Int], file: String) throws(CaseFileError) {
    let place = "tensor \(quoted(name))"
    guard let type = SafetensorsType(rawValue: typeName) else {
      throw CaseFileError(file: file, place: place, what: "found dtype \(quoted(typeName)), expected F32, F64 or BOOL")
    }
    guard shape.count <= SafetensorsHeader.maximumRank else {
      throw CaseFileError(
        file: file, place: place,
        what: "found \(shape.count) axes, expected at most \(SafetensorsHeader.maximumRank)")
    }
    guard offsets.count == 2, offsets[0] <= offsets[1] else {
      throw CaseFileError(
        file: file, place: place, what: "found data_offsets \(listed(offsets)), expected [begin, end] in this order")
    }
    var bytes = type.size
    for size in shape where size != 0 {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: size)
      guard !overflow else {
        throw CaseFileError(
          file: file, place: place, what: "found shape \(listed(shape)), expected a product that fits in memory")
      }
      bytes = product
    }
    if shape.contains(0) {
      bytes = 0
      guard shape.allSatisfy({ $0 <= SafetensorsHeader.maximumEmptyAxis }) else {
        throw CaseFileError(
          file: file, place: place,
          what: "found shape \(listed(shape)), expected no axis of an empty tensor above "
            + "\(SafetensorsHeader.maximumEmptyAxis)")
      }
    }
    guard offsets[1] - offsets[0] == bytes else {
      throw CaseFileError(
        file: file, place: place,
        what: "found data_offsets \(listed(offsets)), expected \(bytes) bytes for \(typeName) \(listed(shape))")
    }
    self.init(name: name, type: type, shape: shape, offsets: offsets[0]..<offsets[1])
  }
}
