/// Scans the JSON of a safetensors header, and nothing more of JSON than the header's grammar.
///
/// Following the grammar, instead of parsing any JSON and looking into it afterwards, bounds the nesting, keeps
/// integers exact and sees every duplicate name. Positions in errors count bytes from the start of the file.
struct HeaderScanner {
  let bytes: ArraySlice<UInt8>
  private let file: String
  var position: Int
  private var tensor: String?

  /// - Parameter header: the header's bytes as a slice of the whole file's.
  init(header: ArraySlice<UInt8>, file: String) {
    bytes = header
    self.file = file
    position = header.startIndex
  }

  /// - Throws: `CaseFileError` where the header is not UTF-8 JSON of the expected form.
  mutating func scan() throws(CaseFileError) -> SafetensorsHeader {
    var header = SafetensorsHeader()
    var names: Set<String> = []
    guard bytes.first == UInt8(ascii: "{") else { throw failure("expected a header that starts with '{'") }
    position += 1
    while let name = try nextKey(isFirst: names.isEmpty) {
      guard names.insert(name).inserted else { throw failure("duplicate name \(quoted(name))") }
      if name == "__metadata__" {
        header.metadata = try metadata()
      } else {
        tensor = name
        header.entries.append(try entry(named: name))
        tensor = nil
      }
    }
    while position < bytes.endIndex {
      guard bytes[position] == UInt8(ascii: " ") else { throw failure("expected only spaces after the header") }
      position += 1
    }
    return header
  }

  private mutating func metadata() throws(CaseFileError) -> [String: String] {
    var map: [String: String] = [:]
    try require("{")
    while let key = try nextKey(isFirst: map.isEmpty) {
      guard map[key] == nil else { throw failure("duplicate metadata key \(quoted(key))") }
      skipWhitespace()
      map[key] = try string()
    }
    return map
  }

  private mutating func entry(named name: String) throws(CaseFileError) -> SafetensorsEntry {
    var type: String?
    var shape: [Int]?
    var offsets: [Int]?
    var keys: Set<String> = []
    try require("{")
    while let key = try nextKey(isFirst: keys.isEmpty) {
      guard keys.insert(key).inserted else { throw failure("duplicate key \(quoted(key))") }
      switch key {
      case "dtype":
        skipWhitespace()
        type = try string()
      case "shape": shape = try integers()
      case "data_offsets": offsets = try integers()
      default: throw failure("unknown key \(quoted(key)), expected dtype, shape and data_offsets")
      }
    }
    guard let type else { throw failure("dtype is missing") }
    guard let shape else { throw failure("shape is missing") }
    guard let offsets else { throw failure("data_offsets is missing") }
    return try SafetensorsEntry(name: name, typeName: type, shape: shape, offsets: offsets, file: file)
  }

  /// The next key of the object whose brace is behind us, or nil at its closing brace.
  private mutating func nextKey(isFirst: Bool) throws(CaseFileError) -> String? {
    skipWhitespace()
    if take("}") { return nil }
    if !isFirst {
      try require(",")
      skipWhitespace()
    }
    let key = try string()
    try require(":")
    return key
  }

  private mutating func integers() throws(CaseFileError) -> [Int] {
    var list: [Int] = []
    try require("[")
    skipWhitespace()
    if take("]") { return list }
    repeat { list.append(try integer()) } while nextElement()
    try require("]")
    return list
  }

  private mutating func nextElement() -> Bool {
    skipWhitespace()
    return take(",")
  }

  /// A whole number, exactly: through Double, 2^53 + 1 would become 2^53.
  private mutating func integer() throws(CaseFileError) -> Int {
    skipWhitespace()
    let start = position
    let numeric = Array("0123456789+-.eE".utf8)
    while position < bytes.endIndex, numeric.contains(bytes[position]) { position += 1 }
    let token = String(decoding: bytes[start..<position], as: UTF8.self)
    let digits = !token.isEmpty && token.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    guard digits, token == "0" || token.first != "0", let value = Int(token) else {
      position = start
      throw token.isEmpty
        ? unexpected("a whole number")
        : failure("found \(quoted(token)), expected a whole number from 0 to 2^63 - 1")
    }
    return value
  }
}

extension HeaderScanner {
  private mutating func skipWhitespace() {
    while position < bytes.endIndex, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
  }

  mutating func take(_ mark: Unicode.Scalar) -> Bool {
    guard position < bytes.endIndex, bytes[position] == UInt8(ascii: mark) else { return false }
    position += 1
    return true
  }

  private mutating func require(_ mark: Unicode.Scalar) throws(CaseFileError) {
    skipWhitespace()
    guard take(mark) else { throw unexpected("'\(mark)'") }
  }

  func unexpected(_ expected: String) -> CaseFileError {
    guard position < bytes.endIndex else { return failure("the header ends, expected \(expected)") }
    let byte = bytes[position]
    let found = 0x20..<0x7F ~= byte ? "'\(Character(Unicode.Scalar(byte)))'" : "byte 0x\(String(byte, radix: 16))"
    return failure("found \(found), expected \(expected)")
  }

  func failure(_ what: String) -> CaseFileError {
    let byte = "header, byte \(position)"
    return CaseFileError(file: file, place: tensor.map { "tensor \(quoted($0)), \(byte)" } ?? byte, what: what)
  }
}
