public import LSTMContract

import Foundation

/// The readable list beside the goldens, `golden/index.json`: what each file is for and what its bytes must be.
public struct GoldenIndex: Codable, Equatable, Sendable {
  /// The only version of the index so far.
  public static let schema = "golden-index/1"
  /// The index's name in its directory.
  public static let fileName = "index.json"

  /// `golden-index/1`.
  public var schema: String
  /// One entry for each golden.
  public var goldens: [Entry]

  /// What the index says about one golden.
  public struct Entry: Codable, Equatable, Sendable {
    /// The file's name in the directory, ending in `.safetensors`.
    public var file: String
    /// What the golden is for, in one sentence.
    public var purpose: String
    /// The mistake that it catches.
    public var catches: String
    /// Who or what computed the answer.
    public var maker: String
    /// See `checksum(of:)`.
    public var checksum: String
    /// The scalar type of the problem.
    public var scalar: ScalarKind
    /// T, B, I and H.
    public var shape: LSTMShape

    /// An entry for these bytes, which are `golden` serialized.
    public init(file: String, purpose: String, catches: String, maker: String, golden: CaseFile, bytes: [UInt8]) {
      self.file = file
      self.purpose = purpose
      self.catches = catches
      self.maker = maker
      checksum = CaseFiles.checksum(of: bytes)
      scalar = golden.problem.scalar
      shape = golden.problem.shape
    }
  }

  /// An index of these goldens.
  public init(goldens: [Entry]) {
    schema = Self.schema
    self.goldens = goldens
  }
}

extension GoldenIndex {
  /// Reads `index.json` of a directory and checks the names in it.
  ///
  /// - Throws: `CaseFileError` where it cannot be read, is of another schema, or lists a name twice or one that leads
  ///   out of the directory.
  public static func load(directory: String) throws(CaseFileError) -> GoldenIndex {
    let path = "\(directory)/\(fileName)"
    let bytes = try RegularFile(opening: path, limit: 1 << 24).contents()
    let index: GoldenIndex
    do {
      index = try JSONDecoder().decode(GoldenIndex.self, from: Data(bytes))
    } catch let error as DecodingError {
      throw CaseFileError(file: path, what: "not a golden index: \(error.inOneSentence)")
    } catch {
      throw CaseFileError(file: path, what: "not a golden index")
    }
    try index.checkNames(file: path)
    return index
  }

  /// The bytes of `index.json`: pretty printed, keys sorted, goldens in the order of `goldens`.
  ///
  /// - Throws: `CaseFileError` where the index cannot be encoded.
  public func serialized() throws(CaseFileError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return try [UInt8](encoder.encode(self)) + [UInt8(ascii: "\n")]
    } catch {
      throw CaseFileError(file: Self.fileName, what: "cannot encode the index")
    }
  }

  /// - Throws: `CaseFileError` for another schema, an unsafe name, or a name listed twice.
  func checkNames(file: String) throws(CaseFileError) {
    guard schema == Self.schema else {
      throw CaseFileError(file: file, place: "schema", what: "found \(quoted(schema)), expected '\(Self.schema)'")
    }
    var names: Set<String> = []
    for name in goldens.map(\.file) {
      let place = "golden \(quoted(name))"
      guard Self.isGoldenName(name) else {
        throw CaseFileError(
          file: file, place: place,
          what: "expected letters, digits, '.', '_' or '-', not starting with '.', ending in '.safetensors'")
      }
      guard names.insert(name).inserted else { throw CaseFileError(file: file, place: place, what: "listed twice") }
    }
  }

  /// Whether the name stays in its directory on every system.
  static func isGoldenName(_ name: String) -> Bool {
    name.count <= 200 && name.hasSuffix(".safetensors") && !name.hasPrefix(".")
      && name.unicodeScalars.allSatisfy { $0.isASCII && ($0.properties.isAlphabetic || "0123456789._-".contains($0)) }
  }
}

extension String {
  /// Whether the string has this scalar among its characters.
  fileprivate func contains(_ scalar: Unicode.Scalar) -> Bool { unicodeScalars.contains(scalar) }
}

extension DecodingError {
  /// Where in the document the fault is, and what it is.
  fileprivate var inOneSentence: String {
    func place(_ path: [any CodingKey]) -> String {
      path.isEmpty ? "" : path.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".") + ": "
    }
    return switch self {
    case .keyNotFound(let key, let context): "\(place(context.codingPath))'\(key.stringValue)' is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      place(context.codingPath) + context.debugDescription
    @unknown default: "unreadable"
    }
  }
}
