import CaseFiles
import LSTMContract
import Subjects

/// What libFuzzer calls with any bytes (scripts/fuzz-readers): every reader refuses them in one line, or reads them.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  func oneLine(_ read: () throws -> Void) {
    do {
      try read()
    } catch {
      let line = "\(error)"
      precondition(!line.isEmpty && !line.contains("\n"), "more than a line: \(line)")
    }
  }
  oneLine {
    let file = try CaseFile(parsing: bytes, name: "x")
    let again = file.serialized()
    let second = try CaseFile(parsing: again, name: "x").serialized()
    precondition(second == again, "read otherwise than written")
  }
  oneLine { try readFirstFrame(bytes) }
  for convention in WeightConvention.allCases {
    oneLine { _ = try AnyLayerWeights(Safetensors(parsing: bytes, name: "x"), as: convention) }
  }
  return 0
}
