extension HeaderScanner {
  /// The text of the string that starts here.
  mutating func string() throws(CaseFileError) -> String {
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
