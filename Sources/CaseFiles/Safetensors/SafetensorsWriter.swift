public import LSTMContract

/// Collects tensors and metadata and lays them out as a safetensors file, the same bytes on every machine.
///
/// Metadata is sorted by key. Tensors stand widest element first, then by name, so that every one is aligned to its
/// element size. The JSON has no whitespace; spaces after it align the data to 8 bytes.
public struct SafetensorsWriter: Sendable {
  /// The strings under `__metadata__`; left out where empty.
  public var metadata: [String: String]

  private var tensors: [String: (type: SafetensorsType, shape: [Int], bytes: [UInt8])] = [:]

  /// A file without tensors.
  public init(metadata: [String: String] = [:]) {
    self.metadata = metadata
  }

  /// Adds a floating-point tensor, or replaces the one of the same name.
  public mutating func add<Scalar: LSTMScalar>(_ name: String, shape: [Int], _ elements: [Scalar]) {
    let type: SafetensorsType = Scalar.kind == .float ? .float : .double
    tensors[name] = (type, shape, littleEndian(elements).withUnsafeBytes { [UInt8]($0) })
  }

  /// Adds a floating-point tensor, or replaces the one of the same name.
  public mutating func add<Scalar: LSTMScalar>(_ name: String, _ tensor: Tensor<Scalar>) {
    add(name, shape: tensor.shape, tensor.elements)
  }

  /// Adds a Boolean tensor, or replaces the one of the same name.
  public mutating func add(_ name: String, _ tensor: Tensor<Bool>) {
    tensors[name] = (.boolean, tensor.shape, tensor.elements.map { $0 ? 1 : 0 })
  }

  /// The bytes of the file.
  public func serialized() -> [UInt8] {
    let ordered = tensors.sorted { one, other in
      one.value.type.size != other.value.type.size
        ? one.value.type.size > other.value.type.size
        : one.key.utf8.lexicographicallyPrecedes(other.key.utf8)
    }
    var members: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        .map { "\(jsonString($0.key)):\(jsonString($0.value))" }
      members.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
    }
    var end = 0
    for (name, tensor) in ordered {
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      let begin = end
      end += tensor.bytes.count
      members.append(
        "\(jsonString(name)):{\"dtype\":\"\(tensor.type.rawValue)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(begin),\(end)]}")
    }
    var header = Array("{\(members.joined(separator: ","))}".utf8)
    header.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - header.count % 8) % 8))
    var file: [UInt8] = []
    file.reserveCapacity(8 + header.count + end)
    for shift in 0..<8 { file.append(UInt8(truncatingIfNeeded: header.count >> (8 * shift))) }
    file.append(contentsOf: header)
    for (_, tensor) in ordered { file.append(contentsOf: tensor.bytes) }
    return file
  }
}

/// The text as a JSON string.
private func jsonString(_ text: String) -> String {
  var json = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": json += "\\\""
    case "\\": json += "\\\\"
    case "\n": json += "\\n"
    case "\r": json += "\\r"
    case "\t": json += "\\t"
    case "\u{0}"..<"\u{20}":
      let digits = String(scalar.value, radix: 16)
      json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: json.unicodeScalars.append(scalar)
    }
  }
  return json + "\""
}
