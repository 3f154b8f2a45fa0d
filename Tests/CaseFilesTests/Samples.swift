import CaseFiles
import Foundation
import LSTMContract

/// Deterministic values, keyed by a seed and a position.
struct Draws {
  let seed: UInt64

  func bits(_ position: Int) -> UInt64 {
    var z = seed &+ UInt64(position + 1) &* 0x9e37_79b9_7f4a_7c15
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }

  func below(_ bound: Int, _ position: Int) -> Int { Int(bits(position) % UInt64(bound)) }
}

/// A case of this shape with arbitrary bit patterns, NaN, infinities and -0 among them, and an arbitrary answer.
func sampleCase<Scalar: LSTMScalar>(
  _ type: Scalar.Type = Double.self, timeSteps: Int = 3, batch: Int = 2, inputSize: Int = 3, units: Int = 2,
  options: LSTMOptions = LSTMOptions(), bias: Bool = true, mask: Bool = true, answer: Bool = true, radii: Bool = true,
  metadata: [String: String] = ["producer": "a \"test\"\n\u{1}", "mask_kind": "hölzern", "note": ""]
) throws -> CaseFile {
  var drawn = 0
  func tensor(_ shape: [Int]) throws -> Tensor<Scalar> {
    let count = shape.reduce(1, *)
    drawn += count
    let elements = (0..<count).map { Scalar(bits: Draws(seed: 7).bits(drawn + $0)) }
    return try Tensor(shape: shape, elements: elements)
  }
  let leading = options.layout == .timeMajor ? [timeSteps, batch] : [batch, timeSteps]
  let problem = try LSTMProblem(
    input: tensor(leading + [inputSize]), initialH: tensor([batch, units]), initialC: tensor([batch, units]),
    inputKernel: tensor([inputSize, 4 * units]), hiddenKernel: tensor([units, 4 * units]),
    bias: bias ? tensor([4 * units]) : nil,
    mask: mask
      ? Tensor(shape: leading, elements: (0..<(timeSteps * batch)).map { Draws(seed: 9).bits($0) % 2 == 0 }) : nil,
    options: options)
  var values = LSTMAnswer(to: problem)
  var radius: [AnswerPart: [Double]] = [:]
  for part in AnswerPart.allCases {
    values[part] = try tensor([values[part].count]).elements
    radius[part] = values[part].indices.map { Double($0) * 0x1p-30 }
  }
  values.runtime = "test (none)"
  let any = AnyLSTMProblem(problem)
  let anyAnswer: AnyLSTMAnswer? =
    switch any {
    case .float: (values as? LSTMAnswer<Float>).map(AnyLSTMAnswer.float)
    case .double: (values as? LSTMAnswer<Double>).map(AnyLSTMAnswer.double)
    }
  return CaseFile(
    problem: any, answer: answer ? anyAnswer : nil, radii: answer && radii ? radius : nil, metadata: metadata)
}

/// The bytes of a safetensors file with this header, without padding, and this data.
func rawFile(_ header: String, data: [UInt8] = []) -> [UInt8] {
  rawFile(headerBytes: Array(header.utf8), data: data)
}

/// The bytes of a safetensors file with these header bytes and this data.
func rawFile(headerBytes: [UInt8], data: [UInt8] = []) -> [UInt8] {
  lengthField(UInt64(headerBytes.count)) + headerBytes + data
}

/// Eight bytes, little endian.
func lengthField(_ length: UInt64) -> [UInt8] {
  (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
}

/// A plain valid case, T = 2, B = 1, I = 2, H = 1, as a writer, changed before it is serialized.
func plainCase(
  without tensors: Set<String> = [], metadata changes: [String: String?] = [:],
  _ change: (inout SafetensorsWriter) -> Void = { _ in }
) -> [UInt8] {
  var metadata: [String: String] = [
    "time_major": "true", "go_backwards": "false", "zero_output_for_mask": "false", "tanh_activation": "tanh",
    "sigm_activation": "sigmoid", "gate_order": "i,f,j,o",
  ]
  for (key, value) in changes { metadata[key] = value }
  var writer = SafetensorsWriter(metadata: metadata)
  let shapes: [String: [Int]] = [
    "input": [2, 1, 2], "initial_h": [1, 1], "initial_c": [1, 1], "input_kernel": [2, 4], "hidden_kernel": [1, 4],
    "bias": [4], "last_output": [1, 1], "outputs": [2, 1, 1], "state_0": [1, 1], "state_1": [1, 1],
  ]
  for (name, shape) in shapes where !tensors.contains(name) {
    writer.add(name, shape: shape, [Float](repeating: 0.5, count: shape.reduce(1, *)))
  }
  change(&writer)
  return writer.serialized()
}

/// Runs `body` with a directory of its own, which is removed afterwards.
func withTemporaryDirectory(_ body: (String) throws -> Void) throws {
  var template = Array("\(FileManager.default.temporaryDirectory.path)/case-files-XXXXXX".utf8CString)
  guard mkdtemp(&template) != nil else { throw CocoaError(.fileWriteUnknown) }
  let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  defer { try? FileManager.default.removeItem(atPath: path) }
  try body(path)
}

/// The names in a directory, hidden ones included, sorted.
func names(in directory: String) throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
}

/// The bytes of a file, or nil where there is none.
func bytes(of path: String) -> [UInt8]? {
  FileManager.default.contents(atPath: path).map { [UInt8]($0) }
}

/// The folder at the root of the package.
let packageRoot = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()
