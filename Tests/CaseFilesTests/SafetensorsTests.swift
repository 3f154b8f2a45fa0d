import CaseFiles
import Foundation
import LSTMContract
import Testing

@Suite("Safetensors")
struct SafetensorsTests {
  @Test("the bytes of a file are the format's, sorted, aligned and padded")
  func layout() throws {
    var writer = SafetensorsWriter(metadata: ["z": "1", "a": "é\"\\\n\u{2}"])
    writer.add("mask", try Tensor(shape: [3], elements: [true, false, true]))
    writer.add("b", shape: [1], [Float(1)])
    writer.add("a", shape: [], [Float(-2)])
    writer.add("wide", shape: [0, 7], [Double]())
    let header =
      #"{"__metadata__":{"a":"é\"\\\n\u0002","z":"1"},"wide":{"dtype":"F64","shape":[0,7],"data_offsets":[0,0]},"#
      + #""a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},"#
      + #""mask":{"dtype":"BOOL","shape":[3],"data_offsets":[8,11]}}"#
    let padded = header + String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
    #expect(padded.utf8.count % 8 == 0)
    #expect(writer.serialized() == rawFile(padded, data: [0, 0, 0, 0xc0, 0, 0, 0x80, 0x3f, 1, 0, 1]))
    let read = try Safetensors(parsing: writer.serialized(), name: "x")
    #expect(read.metadata == writer.metadata)
  }

  @Test("values at an odd offset are read, and JSON may have whitespace and escapes", arguments: 0..<8)
  func unaligned(padding: Int) throws {
    let header =
      #"{ "\u0061\uD83D\uDE00" : {"data_offsets": [ 1 , 9 ],"shape": [1 ],"dtype": "F64"},"#
      + "\t\n\"m\":{\"dtype\":\"BOOL\",\"shape\":[1],\"data_offsets\":[0,1]}}" + String(repeating: " ", count: padding)
    let file = rawFile(header, data: [1] + lengthField(Double.pi.bitPattern))
    let read = try Safetensors(parsing: file, name: "x")
    let value: Tensor<Double> = try read.scalars(of: "a😀")
    #expect(value.elements == [.pi])
    #expect(try read.booleans(of: "m").elements == [true])
  }

  @Test("integers are exact beyond 2^53")
  func exactIntegers() {
    let line = failure(
      rawFile(#"{"t":{"dtype":"BOOL","shape":[9007199254740993],"data_offsets":[0,9007199254740993]}}"#))
    #expect(
      line == "x: tensor 't': data_offsets [0, 9007199254740993] reach beyond the 0 bytes of data in the file")
  }

  @Test(
    "what is not a regular file is refused without being read", arguments: ["directory", "pipe", "device", "absent"])
  func specialFiles(kind: String) throws {
    try withTemporaryDirectory { directory in
      let path = kind == "device" ? "/dev/zero" : "\(directory)/\(kind)"
      if kind == "directory" { mkdir(path, 0o755) }
      if kind == "pipe" { mkfifo(path, 0o644) }
      let error = #expect(throws: CaseFileError.self) { try CaseFile(contentsOf: path) }
      let what = kind == "absent" ? "cannot open: No such file or directory" : "expected a regular file"
      #expect(error?.description == "\(path): \(what)")
    }
  }

  @Test("a sparse file of 4 GiB is refused by its size, and one of 512 MiB by its header")
  func sparseFiles() throws {
    try withTemporaryDirectory { directory in
      let path = "\(directory)/sparse"
      try Data(lengthField(1 << 31)).write(to: URL(fileURLWithPath: path))
      #expect(truncate(path, 1 << 32) == 0)
      var error = #expect(throws: CaseFileError.self) { try CaseFile(contentsOf: path) }
      #expect(error?.description == "\(path): found 4294967296 bytes, expected at most 1073741824")
      #expect(truncate(path, 1 << 29) == 0)
      error = #expect(throws: CaseFileError.self) { try CaseFile(contentsOf: path) }
      #expect(error?.description == "\(path): header length: found 2147483648, but the file has 536870912 bytes")
    }
  }

  @Test("a name cannot break the line of an error")
  func oneLine() {
    let line = failure(rawFile(#"{"a\nb\u2028\u202Ec":{"dtype":"F16","shape":[],"data_offsets":[0,2]}}"#))
    #expect(line == #"x: tensor 'a\u{a}b\u{2028}\u{202e}c': found dtype 'F16', expected F32, F64 or BOOL"#)
  }
}

/// The error that these bytes give, under the name `x`, or nil where they are a case.
func failure(_ bytes: [UInt8]) -> String? {
  do {
    _ = try CaseFile(parsing: bytes, name: "x")
    return nil
  } catch {
    return error.description
  }
}
