import CaseFiles
import LSTMContract
import Testing

@Suite("Malformed cases")
struct MalformedCaseTests {
  static let tensors: [MalformedFile] = [
    .init("no tensor at all", plainCase(without: Set(everything)), "x: tensor 'input': missing"),
    .init("no kernel", plainCase(without: ["input_kernel"]), "x: tensor 'input_kernel': missing"),
    .init(
      "one part of the answer missing", plainCase(without: ["state_1"]),
      "x: tensor 'state_1': missing, an answer has all of: last_output, outputs, state_0, state_1"),
    .init(
      "unknown tensor", plainCase { $0.add("biass", shape: [4], [Float](repeating: 0, count: 4)) },
      "x: tensor 'biass': unknown name, expected one of: input, initial_h, initial_c, input_kernel, hidden_kernel, "
        + "bias, mask, last_output, outputs, state_0, state_1, radius.last_output, radius.outputs, radius.state_0, "
        + "radius.state_1"),
    .init(
      "two scalar types", plainCase { $0.add("bias", shape: [4], [Double](repeating: 0, count: 4)) },
      "x: tensor 'bias': found dtype F64, expected F32"),
    .init(
      "the answer in another scalar type", plainCase { $0.add("state_0", shape: [1, 1], [0.0]) },
      "x: tensor 'state_0': found dtype F64, expected F32"),
    .init(
      "a mask of numbers", plainCase { $0.add("mask", shape: [2, 1], [Float](repeating: 1, count: 2)) },
      "x: tensor 'mask': found dtype F32, expected BOOL"),
    .init(
      "bias of another shape", plainCase { $0.add("bias", shape: [3], [Float](repeating: 0, count: 3)) },
      "x: tensor 'bias': found shape [3], expected [4]"),
    .init(
      "input of another rank", plainCase { $0.add("input", shape: [4], [Float](repeating: 0, count: 4)) },
      "x: tensor 'input': found shape [4], expected [T, B, I]"),
    .init(
      "outputs in the other layout",
      plainCase { $0.add("outputs", shape: [1, 2, 1], [Float](repeating: 0, count: 2)) },
      "x: tensor 'outputs': found shape [1, 2, 1], expected [2, 1, 1]"),
    .init(
      "no units",
      plainCase {
        $0.add("hidden_kernel", shape: [0, 0], [Float]())
      }, "x: [T, B, I, H]: found shape [2, 1, 2, 0], expected H of at least 1"),
    .init(
      "radius in the problem's type", plainCase { $0.add("radius.state_0", shape: [1, 1], [Float(0)]) },
      "x: tensor 'radius.state_0': found dtype F32, expected F64"),
    .init(
      "negative radius", plainCase { $0.add("radius.outputs", shape: [2, 1, 1], [0.0, -0.5]) },
      "x: tensor 'radius.outputs', element 1: found -0.5, expected a radius that is finite and not negative"),
    .init(
      "a radius that is no number", plainCase { $0.add("radius.state_0", shape: [1, 1], [Double.nan]) },
      "x: tensor 'radius.state_0', element 0: found nan, expected a radius that is finite and not negative"),
    .init(
      "a radius that accepts everything", plainCase { $0.add("radius.state_0", shape: [1, 1], [Double.infinity]) },
      "x: tensor 'radius.state_0', element 0: found inf, expected a radius that is finite and not negative"),
    .init(
      "a radius without an answer",
      plainCase(without: ["last_output", "outputs", "state_0", "state_1"]) {
        $0.add("radius.state_0", shape: [1, 1], [0.0])
      }, "x: tensor 'radius.state_0': found a radius in a file without an answer"),
  ]

  static let everything = [
    "input", "initial_h", "initial_c", "input_kernel", "hidden_kernel", "bias", "last_output", "outputs", "state_0",
    "state_1",
  ]

  static let activations = "hard_sigmoid_0.2x, hard_sigmoid_x/6, identity, relu, sigmoid, tanh"

  static let metadata: [MalformedFile] = [
    .init(
      "another schema", plainCase(metadata: ["schema": "lstm-case/2"]),
      "x: metadata 'schema': found 'lstm-case/2', expected one of: lstm-case/1"),
    .init(
      "another gate order", plainCase(metadata: ["gate_order": "i,f,c,o"]),
      "x: metadata 'gate_order': found 'i,f,c,o', expected one of: i,f,j,o"),
    .init(
      "no gate order", plainCase(metadata: ["gate_order": nil]),
      "x: metadata 'gate_order': missing, expected one of: i,f,j,o"),
    .init(
      "no layout", plainCase(metadata: ["time_major": nil]),
      "x: metadata 'time_major': missing, expected one of: false, true"),
    .init(
      "a switch in another spelling", plainCase(metadata: ["go_backwards": "True"]),
      "x: metadata 'go_backwards': found 'True', expected one of: false, true"),
    .init(
      "unknown output order", plainCase(metadata: ["output_order": "reversed"]),
      "x: metadata 'output_order': found 'reversed', expected one of: aligned, processing"),
    .init(
      "a versioned file without output order", plainCase(metadata: ["schema": "lstm-case/1"]),
      "x: metadata 'output_order': missing, expected one of: aligned, processing"),
    .init(
      "unknown activation", plainCase(metadata: ["tanh_activation": "hard_sigmoid"]),
      "x: metadata 'tanh_activation': found 'hard_sigmoid', expected one of: \(activations)"),
    .init(
      "no gate activation", plainCase(metadata: ["sigm_activation": nil]),
      "x: metadata 'sigm_activation': missing, expected one of: \(activations)"),
    .init(
      "two gate activations", plainCase(metadata: ["sigmoid_activation": "relu"]),
      "x: metadata 'sigmoid_activation': found 'relu', but sigm_activation is 'sigmoid'"),
    .init(
      "a long value", plainCase(metadata: ["go_backwards": String(repeating: "x", count: 10_000)]),
      "x: metadata 'go_backwards': found '\(String(repeating: "x", count: 80))...', expected one of: false, true"),
  ]

  @Test("each malformed case gives its one line", arguments: tensors + metadata)
  func isRefused(file: MalformedFile) {
    #expect(failure(file.bytes) == file.line)
  }

  @Test("the unchanged plain case is accepted")
  func isAccepted() {
    #expect(failure(plainCase()) == nil)
  }

  @Test("a mask byte other than 0 and 1 is refused", arguments: [UInt8(2), 0x80, 0xff])
  func maskByte(byte: UInt8) throws {
    let mask = try Tensor(shape: [2, 1], elements: [true, false])
    var bytes = plainCase { $0.add("mask", mask) }
    #expect(failure(bytes) == nil)
    bytes[bytes.count - 1] = byte
    #expect(failure(bytes) == "x: tensor 'mask', element 1: found byte \(byte), expected 0 or 1")
  }

  @Test("a mask in the other layout is named as such")
  func maskLayout() throws {
    let mask = try Tensor(shape: [1, 2], elements: [true, false])
    let bytes = plainCase { $0.add("mask", mask) }
    #expect(
      failure(bytes)
        == "x: tensor 'mask': found shape [1, 2], expected [2, 1]: the mask has the layout of the input")
  }
}
