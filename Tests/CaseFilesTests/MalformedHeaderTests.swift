import Testing

/// A header that must be refused, with the line that refuses it.
struct MalformedFile: CustomTestStringConvertible, Sendable {
  let name: String
  let bytes: [UInt8]
  let line: String

  init(_ name: String, _ bytes: [UInt8], _ line: String) {
    self.name = name
    self.bytes = bytes
    self.line = line
  }

  /// One tensor `t` described by `body`.
  init(_ name: String, tensor body: String, data: Int = 8, _ line: String) {
    let header = "{\"t\":\(body)}"
    self.init(name, rawFile(header, data: [UInt8](repeating: 0, count: data)), line)
  }

  var testDescription: String { name }
}

@Suite("Malformed headers")
struct MalformedHeaderTests {
  static let lengths: [MalformedFile] = [
    .init("empty file", [], "x: found 0 bytes, expected at least the 8 of the header length"),
    .init("seven bytes", [1, 2, 3, 4, 5, 6, 7], "x: found 7 bytes, expected at least the 8 of the header length"),
    .init(
      "one byte too long", lengthField(3) + Array("{}".utf8), "x: header length: found 3, but the file has 10 bytes"),
    .init(
      "2 GB", lengthField(1 << 31) + Array("{}".utf8), "x: header length: found 2147483648, but the file has 10 bytes"),
    .init(
      "2^63", lengthField(1 << 63) + Array("{}".utf8),
      "x: header length: found 9223372036854775808, but the file has 10 bytes"),
    .init(
      "UInt64.max", lengthField(.max) + Array("{}".utf8),
      "x: header length: found 18446744073709551615, but the file has 10 bytes"),
    .init(
      "above the limit", rawFile("{}" + String(repeating: " ", count: 1 << 20)),
      "x: header length: found 1048578, expected at most 1048576"),
    .init("no header", lengthField(0), "x: header, byte 8: expected a header that starts with '{'"),
  ]

  static let syntax: [MalformedFile] = [
    .init("an array", rawFile("[]"), "x: header, byte 8: expected a header that starts with '{'"),
    .init("leading space", rawFile(" {}"), "x: header, byte 8: expected a header that starts with '{'"),
    .init("no end", rawFile("{"), "x: header, byte 9: the header ends, expected a string"),
    .init("text after it", rawFile("{} {}"), "x: header, byte 11: expected only spaces after the header"),
    .init("NUL after it", rawFile("{}\0"), "x: header, byte 10: expected only spaces after the header"),
    .init("a number for a name", rawFile("{1:2}"), "x: header, byte 9: found '1', expected a string"),
    .init(
      "trailing comma", rawFile(#"{"__metadata__":{},}"#), "x: header, byte 27: found '}', expected a string"),
    .init("no comma", rawFile(#"{"__metadata__":{}"a":1}"#), "x: header, byte 26: found '\"', expected ','"),
    .init(
      "metadata not an object", rawFile(#"{"__metadata__":[]}"#), "x: header, byte 24: found '[', expected '{'"),
    .init(
      "metadata not strings", rawFile(#"{"__metadata__":{"a":1}}"#), "x: header, byte 29: found '1', expected a string"),
    .init(
      "duplicate metadata key", rawFile(#"{"__metadata__":{"a":"1","a":"1"}}"#),
      "x: header, byte 37: duplicate metadata key 'a'"),
    .init(
      "duplicate metadata", rawFile(#"{"__metadata__":{},"__metadata__":{}}"#),
      "x: header, byte 42: duplicate name '__metadata__'"),
    .init("control character", rawFile("{\"a\u{1}\":1}"), "x: header, byte 11: found a control character in a string"),
    .init("string without end", rawFile("{\"abc"), "x: header, byte 10: found a string without an end"),
    .init("unknown escape", rawFile(#"{"\x":1}"#), "x: header, byte 11: found 'x', expected an escape"),
    .init("short escape", rawFile(#"{"\u12"}"#), "x: header, byte 14: found '\"', expected a hexadecimal digit"),
    .init("half a surrogate", rawFile(#"{"\uD800":1}"#), "x: header, byte 16: found half a surrogate pair"),
    .init("low surrogate", rawFile(#"{"\uDC00":1}"#), "x: header, byte 16: found half a surrogate pair"),
    .init(
      "surrogate and letter", rawFile(#"{"\uD800\u0041":1}"#), "x: header, byte 22: found half a surrogate pair"),
    .init(
      "not UTF-8", rawFile(headerBytes: Array("{\"".utf8) + [0xff] + Array("\":1}".utf8)),
      "x: header, byte 10: expected UTF-8"),
    .init(
      "an overlong encoding", rawFile(headerBytes: Array("{\"".utf8) + [0xc0, 0xaf] + Array("\":1}".utf8)),
      "x: header, byte 10: expected UTF-8"),
    .init(
      "deep nesting", rawFile("{\"t\":" + String(repeating: "[", count: 500_000)),
      "x: tensor 't', header, byte 13: found '[', expected '{'"),
    .init(
      "deep nesting in a shape", rawFile("{\"t\":{\"shape\":" + String(repeating: "[", count: 500_000)),
      "x: tensor 't', header, byte 23: found '[', expected a whole number"),
    .init(
      "deep nesting of objects", rawFile(String(repeating: "{\"t\":", count: 100_000)),
      "x: tensor 't', header, byte 18: unknown key 't', expected dtype, shape and data_offsets"),
  ]

  static let tensors: [MalformedFile] = [
    .init(
      "no dtype", tensor: #"{"shape":[1],"data_offsets":[0,8]}"#, "x: tensor 't', header, byte 47: dtype is missing"),
    .init("no shape", tensor: #"{"dtype":"F64"}"#, "x: tensor 't', header, byte 28: shape is missing"),
    .init(
      "no offsets", tensor: #"{"dtype":"F64","shape":[1]}"#,
      "x: tensor 't', header, byte 40: data_offsets is missing"),
    .init(
      "unknown key", tensor: #"{"kind":1}"#,
      "x: tensor 't', header, byte 21: unknown key 'kind', expected dtype, shape and data_offsets"),
    .init(
      "duplicate key", tensor: #"{"dtype":"F64","dtype":"F64"}"#,
      "x: tensor 't', header, byte 36: duplicate key 'dtype'"),
    .init(
      "unknown dtype", tensor: #"{"dtype":"BF16","shape":[4],"data_offsets":[0,8]}"#,
      "x: tensor 't': found dtype 'BF16', expected F32, F64 or BOOL"),
    .init(
      "negative size", tensor: #"{"dtype":"F64","shape":[-1],"data_offsets":[0,8]}"#,
      "x: tensor 't', header, byte 37: found '-1', expected a whole number from 0 to 2^63 - 1"),
    .init(
      "fraction", tensor: #"{"dtype":"F64","shape":[1.0],"data_offsets":[0,8]}"#,
      "x: tensor 't', header, byte 37: found '1.0', expected a whole number from 0 to 2^63 - 1"),
    .init(
      "exponent", tensor: #"{"dtype":"F64","shape":[1e0],"data_offsets":[0,8]}"#,
      "x: tensor 't', header, byte 37: found '1e0', expected a whole number from 0 to 2^63 - 1"),
    .init(
      "leading zero", tensor: #"{"dtype":"F64","shape":[01],"data_offsets":[0,8]}"#,
      "x: tensor 't', header, byte 37: found '01', expected a whole number from 0 to 2^63 - 1"),
    .init(
      "a string for a size", tensor: #"{"dtype":"F64","shape":["1"],"data_offsets":[0,8]}"#,
      "x: tensor 't', header, byte 37: found '\"', expected a whole number"),
    .init(
      "null for a size", tensor: #"{"dtype":"F64","shape":[null],"data_offsets":[0,8]}"#,
      "x: tensor 't', header, byte 37: found 'n', expected a whole number"),
    .init(
      "size 2^63", tensor: #"{"dtype":"F64","shape":[9223372036854775808],"data_offsets":[0,8]}"#,
      "x: tensor 't', header, byte 37: found '9223372036854775808', expected a whole number from 0 to 2^63 - 1"),
    .init(
      "product 2^64", tensor: #"{"dtype":"F64","shape":[4294967296,4294967296],"data_offsets":[0,8]}"#,
      "x: tensor 't': found shape [4294967296, 4294967296], expected a product that fits in memory"),
    .init(
      "product that overflows to the right count",
      tensor: #"{"dtype":"BOOL","shape":[8,2305843009213693953],"data_offsets":[0,8]}"#,
      "x: tensor 't': found shape [8, 2305843009213693953], expected a product that fits in memory"),
    .init(
      "empty with an endless axis", tensor: #"{"dtype":"F64","shape":[0,9223372036854775807],"data_offsets":[0,0]}"#,
      "x: tensor 't': found shape [0, 9223372036854775807], expected a product that fits in memory"),
    .init(
      "empty with a long axis", tensor: #"{"dtype":"F64","shape":[1048577,0],"data_offsets":[0,0]}"#,
      "x: tensor 't': found shape [1048577, 0], expected no axis of an empty tensor above 1048576"),
    .init(
      "nine axes", tensor: #"{"dtype":"F64","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,8]}"#,
      "x: tensor 't': found 9 axes, expected at most 8"),
    .init(
      "one offset", tensor: #"{"dtype":"F64","shape":[1],"data_offsets":[0]}"#,
      "x: tensor 't': found data_offsets [0], expected [begin, end] in this order"),
    .init(
      "offsets backwards", tensor: #"{"dtype":"F64","shape":[1],"data_offsets":[8,0]}"#,
      "x: tensor 't': found data_offsets [8, 0], expected [begin, end] in this order"),
    .init(
      "offsets too short", tensor: #"{"dtype":"F64","shape":[1],"data_offsets":[0,7]}"#,
      "x: tensor 't': found data_offsets [0, 7], expected 8 bytes for F64 [1]"),
    .init(
      "offsets beyond the file", tensor: #"{"dtype":"F64","shape":[2],"data_offsets":[0,16]}"#,
      "x: tensor 't': data_offsets [0, 16] reach beyond the 8 bytes of data in the file"),
    .init(
      "bytes left over", tensor: #"{"dtype":"F64","shape":[1],"data_offsets":[0,8]}"#, data: 9,
      "x: found 9 bytes of data, expected the 8 that the header describes"),
    .init(
      "a hole before", tensor: #"{"dtype":"F64","shape":[1],"data_offsets":[8,16]}"#, data: 16,
      "x: tensor 't': data_offsets [8, 16] leave a hole, expected the data to start at 0"),
    .init(
      "overlap",
      tensor: #"{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"u":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}"#,
      "x: tensor 'u': data_offsets [4, 8] overlap tensor 't'"),
    .init(
      "an empty tensor inside another",
      tensor: #"{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"u":{"dtype":"F32","shape":[0],"data_offsets":[4,4]}"#,
      "x: tensor 'u': data_offsets [4, 4] overlap tensor 't'"),
    .init(
      "duplicate tensor",
      tensor: #"{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"t":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}"#,
      "x: header, byte 66: duplicate name 't'"),
  ]

  @Test("each malformed header gives its one line", arguments: lengths + syntax + tensors)
  func isRefused(file: MalformedFile) {
    #expect(failure(file.bytes) == file.line)
  }
}
