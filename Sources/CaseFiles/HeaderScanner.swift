/// Scans the JSON of a safetensors header, and nothing more of JSON than the header's grammar.
///
/// Following the grammar, instead of parsing any JSON and looking into it afterwards, bounds the nesting, keeps
/// integers exact and sees every duplicate name. Positions in errors count bytes from the start of the file.
struct HeaderScanner {
  private let bytes: ArraySlice<UInt8>
  private let file: String
  private var position: Int
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

  private mutating func string() throws(CaseFileError) -> String {
    guard take("\"") else { throw unexpected("a string") }
    let start = position
    var text: [UInt8] = []
    while position < bytes.endIndex {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        // Not through Foundation's decoding, which drops a byte order mark and with it tells two names apart no more.
        let decoded = String(decoding: text, as: UTF8.self)
        guard decoded.utf8.elementsEqual(text) else {
          position = start
          throw failure("expected UTF-8")
        }
        return decoded
      case UInt8(ascii: "\\"): try appendEscape(to: &text)
      case 0..<0x20:
        position -= 1
        throw failure("found a control character in a string")
      default: text.append(byte)
      }
    }
    position = start
    throw failure("found a string without an end")
  }

  private mutating func appendEscape(to text: inout [UInt8]) throws(CaseFileError) {
    guard position < bytes.endIndex else { throw unexpected("an escape") }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      var value = try fourHexDigits()
      if 0xD800..<0xDC00 ~= value {
        guard take("\\"), take("u") else { throw failure("found half a surrogate pair") }
        let low = try fourHexDigits()
        guard 0xDC00..<0xE000 ~= low else { throw failure("found half a surrogate pair") }
        value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(value) else { throw failure("found half a surrogate pair") }
      text.append(contentsOf: String(scalar).utf8)
    default:
      position -= 1
      throw unexpected("an escape")
    }
  }

  private mutating func fourHexDigits() throws(CaseFileError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard position < bytes.endIndex, let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
        throw unexpected("a hexadecimal digit")
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}

extension HeaderScanner {
  private mutating func skipWhitespace() {
    while position < bytes.endIndex, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
  }

  private mutating func take(_ mark: Unicode.Scalar) -> Bool {
    guard position < bytes.endIndex, bytes[position] == UInt8(ascii: mark) else { return false }
    position += 1
    return true
  }

  private mutating func require(_ mark: Unicode.Scalar) throws(CaseFileError) {
    skipWhitespace()
    guard take(mark) else { throw unexpected("'\(mark)'") }
  }

  private func unexpected(_ expected: String) -> CaseFileError {
    guard position < bytes.endIndex else { return failure("the header ends, expected \(expected)") }
    let byte = bytes[position]
    let found = 0x20..<0x7F ~= byte ? "'\(Character(Unicode.Scalar(byte)))'" : "byte 0x\(String(byte, radix: 16))"
    return failure("found \(found), expected \(expected)")
  }

  private func failure(_ what: String) -> CaseFileError {
    let byte = "header, byte \(position)"
    return CaseFileError(file: file, place: tensor.map { "tensor \(quoted($0)), \(byte)" } ?? byte, what: what)
  }
}
