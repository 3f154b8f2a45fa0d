internal import Foundation

/// The JSON header of a safetensors file.
struct SafetensorsHeader {
  /// What the header says of one tensor.
  struct Tensor {
    var type: String
    var shape: [Int]
    var begin: Int
    var end: Int
  }

  private(set) var tensors: [String: Tensor] = [:]
  private(set) var metadata: [String: String] = [:]
  private static let deepestNesting = 4

  /// - Throws: `CaseFileError` where the bytes are no such header.
  init(_ bytes: ArraySlice<UInt8>, name: String) throws(CaseFileError) {
    try Self.checkNesting(bytes, name)
    let fields: [String: Field]
    do {
      fields = try JSONDecoder().decode([String: Field].self, from: Data(bytes))
    } catch let error as DecodingError {
      throw CaseFileError(name, "header: \(Self.explained(error))")
    } catch {
      throw CaseFileError(name, "header: not JSON")
    }
    for (key, field) in fields {
      switch field {
      case .metadata(let values):
        guard key == "__metadata__" else {
          throw CaseFileError(name, "tensor '\(key)': no dtype, shape and data_offsets")
        }
        metadata = values
      case .tensor(let tensor):
        guard key != "__metadata__" else { throw CaseFileError(name, "__metadata__: expected texts") }
        tensors[key] = tensor
      }
    }
    try Self.checkNames(bytes, count: fields.count, name)
  }

  /// A value of the header: a tensor where it has a `shape`, else the metadata.
  private enum Field: Decodable {
    case tensor(Tensor)
    case metadata([String: String])

    private enum Key: String, CodingKey {
      case type = "dtype"
      case shape
      case offsets = "data_offsets"
    }

    init(from decoder: any Decoder) throws {
      if decoder.codingPath.last?.stringValue == "__metadata__" {
        self = .metadata(try decoder.singleValueContainer().decode([String: String].self))
        return
      }
      let values = try decoder.container(keyedBy: Key.self)
      let offsets = try values.decode([Int].self, forKey: .offsets)
      guard offsets.count == 2 else {
        throw DecodingError.dataCorruptedError(forKey: .offsets, in: values, debugDescription: "expected two numbers")
      }
      self = .tensor(
        Tensor(
          type: try values.decode(String.self, forKey: .type), shape: try values.decode([Int].self, forKey: .shape),
          begin: offsets[0], end: offsets[1]))
    }
  }

  private static func explained(_ error: DecodingError) -> String {
    func place(_ context: DecodingError.Context) -> String {
      context.codingPath.isEmpty ? "" : " at " + context.codingPath.map(\.stringValue).joined(separator: ".")
    }
    switch error {
    case .keyNotFound(let key, let context): return "'\(key.stringValue)' is missing\(place(context))"
    case .typeMismatch(let type, let context): return "expected \(type)\(place(context))"
    case .valueNotFound(let type, let context): return "expected \(type)\(place(context))"
    case .dataCorrupted(let context): return "\(context.debugDescription)\(place(context))"
    @unknown default: return "not JSON"
    }
  }

  /// Braces and brackets outside of texts, so that a hostile header cannot exhaust the parser's stack.
  private static func checkNesting(_ bytes: ArraySlice<UInt8>, _ name: String) throws(CaseFileError) {
    var (depth, isInText, isEscaped) = (0, false, false)
    for byte in bytes {
      if isInText {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInText = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInText = true
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        guard depth <= deepestNesting else { throw CaseFileError(name, "header: nested too deeply") }
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      default: break
      }
    }
  }

  /// A name given twice would hide one of its tensors: the names at depth 1 must be as many as the decoded ones.
  private static func checkNames(_ bytes: ArraySlice<UInt8>, count: Int, _ name: String) throws(CaseFileError) {
    var (depth, isInText, isEscaped, colons) = (0, false, false, 0)
    for byte in bytes {
      if isInText {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInText = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInText = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ":") where depth == 1: colons += 1
      default: break
      }
    }
    guard colons == count else { throw CaseFileError(name, "header: a name is given twice") }
  }
}
