public import LSTMContract

/// A safetensors file in memory: eight bytes of header length, a JSON header, the tensors' bytes.
///
/// Reading is safe on any input. The header is checked against the file before anything is built from it, and
/// memory stays near twice the file's size: the bytes once, and the decoded arrays once.
public struct Safetensors: Sendable {
  /// Larger files are refused.
  public static let maximumFileSize = 1 << 30

  /// The file's name, for errors.
  public let name: String
  /// The strings under `__metadata__`.
  public let metadata: [String: String]
  /// The tensors in the order of their data.
  public let entries: [SafetensorsEntry]

  private let bytes: [UInt8]
  private let dataStart: Int

  /// - Throws: `CaseFileError` where the file is not a regular file, cannot be read, or is not well formed.
  public init(contentsOf path: String) throws(CaseFileError) {
    let file = try RegularFile(opening: path, limit: Self.maximumFileSize)
    _ = try SafetensorsHeader.length(announcedBy: file.prefix, fileSize: file.size, file: path)
    try self.init(parsing: file.contents(), name: path)
  }

  /// - Throws: `CaseFileError` where the bytes are not a well formed file.
  public init(parsing bytes: [UInt8], name: String) throws(CaseFileError) {
    let length = try SafetensorsHeader.length(announcedBy: bytes.prefix(8), fileSize: bytes.count, file: name)
    dataStart = 8 + length
    var scanner = HeaderScanner(header: bytes[8..<dataStart], file: name)
    var header = try scanner.scan()
    try header.checkCoverage(ofDataBytes: bytes.count - dataStart, file: name)
    self.bytes = bytes
    self.name = name
    metadata = header.metadata
    entries = header.entries
  }

  /// What the header says about a tensor, or nil where the file has none of this name.
  public func entry(_ tensor: String) -> SafetensorsEntry? {
    entries.first { $0.name == tensor }
  }
}

extension Safetensors {
  /// The floating-point tensor of this name, bit for bit.
  ///
  /// - Throws: `CaseFileError` where it is missing or has another element type than `Scalar`.
  public func scalars<Scalar: LSTMScalar>(
    of tensor: String, as scalar: Scalar.Type = Scalar.self
  ) throws(CaseFileError) -> Tensor<Scalar> {
    let type: SafetensorsType = Scalar.kind == .float ? .float : .double
    let entry = try self.entry(tensor, type: type)
    let start = dataStart + entry.offsets.lowerBound
    let count = entry.offsets.count / type.size
    // Copied as bytes: the format promises no alignment, since a header of any length may precede the data.
    let elements = [Scalar](unsafeUninitializedCapacity: count) { buffer, initialized in
      bytes.withUnsafeBytes { raw in
        UnsafeMutableRawBufferPointer(buffer).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: raw[start..<(start + entry.offsets.count)]))
      }
      initialized = count
    }
    return try shaped(entry, littleEndian(elements))
  }

  /// The Boolean tensor of this name.
  ///
  /// - Throws: `CaseFileError` where it is missing, is not BOOL, or holds a byte other than 0 and 1.
  public func booleans(of tensor: String) throws(CaseFileError) -> Tensor<Bool> {
    let entry = try self.entry(tensor, type: .boolean)
    let stored = bytes[(dataStart + entry.offsets.lowerBound)..<(dataStart + entry.offsets.upperBound)]
    if let position = stored.firstIndex(where: { $0 > 1 }) {
      throw CaseFileError(
        file: name, place: "tensor \(quoted(tensor)), element \(position - stored.startIndex)",
        what: "found byte \(stored[position]), expected 0 or 1")
    }
    return try shaped(entry, stored.map { $0 == 1 })
  }

  private func entry(_ tensor: String, type: SafetensorsType) throws(CaseFileError) -> SafetensorsEntry {
    guard let entry = entry(tensor) else {
      throw CaseFileError(file: name, place: "tensor \(quoted(tensor))", what: "missing")
    }
    guard entry.type == type else {
      throw CaseFileError(
        file: name, place: "tensor \(quoted(tensor))",
        what: "found dtype \(entry.type.rawValue), expected \(type.rawValue)")
    }
    return entry
  }

  private func shaped<Element>(
    _ entry: SafetensorsEntry, _ elements: [Element]
  ) throws(CaseFileError) -> Tensor<Element> {
    do {
      return try Tensor(entry.name, shape: entry.shape, elements: elements)
    } catch {
      throw CaseFileError(error, in: name)
    }
  }
}

extension CaseFileError {
  /// An error of the contract, with the file's name before it.
  init(_ error: LSTMProblemError, in file: String) {
    if error.concernsSizes {
      self.init(file: file, what: "\(error)")
    } else {
      self.init(file: file, place: "tensor \(quoted(error.array))", what: error.reason)
    }
  }
}

/// The elements with their bytes turned round where the machine is big endian; a file's are little endian.
func littleEndian<Scalar: LSTMScalar>(_ elements: [Scalar]) -> [Scalar] {
  #if _endian(big)
    return elements.map { Scalar(bits: $0.bits.byteSwapped >> UInt64(64 - 8 * MemoryLayout<Scalar>.size)) }
  #else
    return elements
  #endif
}
