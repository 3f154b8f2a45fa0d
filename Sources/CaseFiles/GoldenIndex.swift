internal import Foundation

/// The readable list of the golden files: what each is for, which mistake it catches, and who made it.
public struct GoldenIndex: Codable, Sendable {
  /// One golden.
  public struct Entry: Codable, Sendable {
    /// The file's name in the folder.
    public var file: String
    /// What it is for.
    public var purpose: String
    /// The mistake that it catches.
    public var catches: String
    /// Who computed the answer, and how.
    public var maker: String
    /// float or double, and T, B, I, H.
    public var problem: String
    /// FNV-1a of the file's bytes, 64 bits, in hexadecimal: it tells damage, not malice.
    public var checksum: String

    /// An entry for a file with these bytes.
    public init(file: String, purpose: String, catches: String, maker: String, problem: String, bytes: [UInt8]) {
      self.file = file
      self.purpose = purpose
      self.catches = catches
      self.maker = maker
      self.problem = problem
      checksum = GoldenIndex.checksum(of: bytes)
    }
  }

  /// The name of the index in the folder.
  public static let name = "index.json"
  /// In the order of their names.
  public var entries: [Entry]

  /// An index of these files.
  public init(entries: [Entry]) { self.entries = entries.sorted { $0.file < $1.file } }

  /// FNV-1a (Fowler, Noll and Vo), 64 bits, in hexadecimal.
  public static func checksum(of bytes: [UInt8]) -> String {
    let hash = bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// Reads the index of a folder and compares its list with the files that are there.
  ///
  /// - Throws: `CaseFileError` where the index cannot be read, or lists other files than there are.
  public static func load(directory: String) throws(CaseFileError) -> GoldenIndex {
    let path = "\(directory)/\(name)"
    let bytes = try FileAccess.read(path)
    let index: GoldenIndex
    do {
      index = try JSONDecoder().decode(GoldenIndex.self, from: Data(bytes))
    } catch {
      throw CaseFileError(path, "not an index of goldens")
    }
    let listed = Set(index.entries.map(\.file))
    if let odd = index.entries.first(where: { $0.file.contains("/") || $0.file.hasPrefix(".") }) {
      throw CaseFileError(path, "'\(odd.file)' is no plain file name")
    }
    guard listed.count == index.entries.count else { throw CaseFileError(path, "a file is listed twice") }
    guard !listed.isEmpty else { throw CaseFileError(path, "no golden is listed") }
    for extra in try goldens(in: directory).subtracting(listed).sorted() {
      throw CaseFileError("\(directory)/\(extra)", "not listed in \(name)")
    }
    return index
  }

  /// The golden of an entry, after its checksum was compared.
  ///
  /// - Throws: `CaseFileError` where it cannot be read or has changed since it was recorded.
  public func verifiedFile(_ entry: Entry, directory: String) throws(CaseFileError) -> CaseFile {
    let path = "\(directory)/\(entry.file)"
    let bytes = try FileAccess.read(path)
    let found = Self.checksum(of: bytes)
    guard found == entry.checksum else {
      // A broken structure says more than a checksum.
      _ = try CaseFile(parsing: bytes, name: path)
      throw CaseFileError(path, "checksum \(found), recorded as \(entry.checksum): the file has changed")
    }
    return try CaseFile(parsing: bytes, name: path)
  }

  /// The bytes of the index.
  func serialized() throws(CaseFileError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
    } catch {
      throw CaseFileError(Self.name, "cannot be encoded")
    }
  }

  static func goldens(in directory: String) throws(CaseFileError) -> Set<String> {
    do {
      return Set(try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasSuffix(".safetensors") })
    } catch {
      throw CaseFileError(directory, "cannot be listed")
    }
  }
}
