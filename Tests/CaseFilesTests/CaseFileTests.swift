import CaseFiles
import Foundation
import LSTMContract
import Testing

@Suite("Case files")
struct CaseFileTests {
  static let options: [LSTMOptions] = AxisLayout.allCases.flatMap { layout in
    [false, true].flatMap { backwards in
      OutputOrder.allCases.flatMap { order in
        [false, true].map { zero in
          LSTMOptions(layout: layout, goBackwards: backwards, outputOrder: order, zeroOutputForMask: zero)
        }
      }
    }
  }

  @Test("every combination of switches survives, in both scalar types", arguments: options, ScalarKind.allCases)
  func switches(options: LSTMOptions, scalar: ScalarKind) throws {
    try expectRoundTrip(
      scalar == .float ? sampleCase(Float.self, options: options) : sampleCase(Double.self, options: options))
  }

  @Test("every activation survives in each slot", arguments: Activation.allCases, Activation.allCases)
  func activations(tanh: Activation, sigmoid: Activation) throws {
    try expectRoundTrip(sampleCase(options: LSTMOptions(tanhActivation: tanh, sigmoidActivation: sigmoid)))
  }

  @Test(
    "what is optional may be absent, and sizes may be 0",
    arguments: [(3, 2), (0, 2), (3, 0), (0, 0)], [(false, false, false), (true, false, false), (true, true, true)])
  func optionalParts(sizes: (Int, Int), parts: (Bool, Bool, Bool)) throws {
    try expectRoundTrip(
      sampleCase(
        Float.self, timeSteps: sizes.0, batch: sizes.1, bias: parts.0, mask: parts.1, answer: parts.2, radii: parts.2,
        metadata: [:]))
    try expectRoundTrip(sampleCase(timeSteps: sizes.0, batch: sizes.1, bias: parts.1, mask: parts.0, radii: false))
  }

  private func expectRoundTrip(_ original: CaseFile) throws {
    let bytes = original.serialized()
    let read = try CaseFile(parsing: bytes, name: "x")
    #expect(read.problem.options == original.problem.options)
    #expect(read.problem.shape == original.problem.shape)
    #expect(read.problem.scalar == original.problem.scalar)
    #expect(read.metadata == original.metadata)
    #expect(read.radii == original.radii)
    #expect(arrays(read) == arrays(original))
    #expect(read.serialized() == bytes)
  }

  @Test("a radius may be given for some of the parts only")
  func someRadii() throws {
    var file = try sampleCase(Float.self)
    file.radii = file.radii?.filter { $0.key == .outputs }
    #expect(try CaseFile(parsing: file.serialized(), name: "x").radii == file.radii)
  }

  @Test("the plain form is read, with either spelling of the sigmoid's key")
  func plainForm() throws {
    let file = try CaseFile(parsing: plainCase(metadata: ["producer": "me"]), name: "x")
    #expect(file.metadata == ["producer": "me"])
    #expect(file.problem.options == LSTMOptions(layout: .timeMajor))
    let other = try CaseFile(
      parsing: plainCase(metadata: ["sigm_activation": nil, "sigmoid_activation": "relu"]), name: "x")
    #expect(other.problem.options.sigmoidActivation == .relu)
  }

  @Test("metadata cannot contradict the problem")
  func reservedKeys() throws {
    var file = try sampleCase()
    file.metadata["go_backwards"] = "true"
    #expect(try CaseFile(parsing: file.serialized(), name: "x").problem.options.goBackwards == false)
  }

  @Test("a file that could not be read back is not written")
  func unreadableCase() throws {
    try withTemporaryDirectory { directory in
      var file = try sampleCase()
      file.radii = [.finalC: [1, 2, 3]]
      let error = #expect(throws: CaseFileError.self) { try file.write(to: "\(directory)/a.safetensors") }
      #expect(
        error?.description
          == "\(directory)/a.safetensors: tensor 'radius.state_1': found shape [3], expected [2, 2]")
      #expect(try names(in: directory).isEmpty)
    }
  }

  @Test("a written file replaces the old one, leaves no temporary, and refuses what is no file")
  func write() throws {
    try withTemporaryDirectory { directory in
      let path = "\(directory)/a.safetensors"
      try writeAtomically([1, 2, 3], to: path)
      let file = try sampleCase()
      try file.write(to: path)
      #expect(bytes(of: path) == file.serialized())
      #expect(try arrays(CaseFile(contentsOf: path)) == arrays(file))
      mkdir("\(directory)/folder", 0o755)
      #expect(throws: CaseFileError.self) { try file.write(to: "\(directory)/folder") }
      #expect(throws: CaseFileError.self) { try file.write(to: "\(directory)/absent/a.safetensors") }
      #expect(throws: CaseFileError.self) { try file.write(to: "/dev/null") }
      #expect(try names(in: directory) == ["a.safetensors", "folder"])
    }
  }
}

/// Every array of a case, bit for bit, NaN included.
private func arrays(_ file: CaseFile) -> [String: [UInt64]] {
  var arrays: [String: [UInt64]] = [:]
  func add<Scalar>(_ problem: LSTMProblem<Scalar>, _ answer: LSTMAnswer<Scalar>?) {
    let tensors = [
      "input": problem.input, "initial_h": problem.initialH, "initial_c": problem.initialC,
      "input_kernel": problem.inputKernel, "hidden_kernel": problem.hiddenKernel, "bias": problem.bias,
    ]
    for (name, tensor) in tensors { arrays[name] = tensor?.elements.map(\.bits) }
    arrays["mask"] = problem.mask?.elements.map { $0 ? 1 : 0 }
    for part in AnswerPart.allCases { arrays[part.rawValue] = answer?[part].map(\.bits) }
    arrays["runtime"] = answer?.runtime.utf8.map(UInt64.init)
  }
  switch (file.problem, file.answer) {
  case (.float(let problem), .float(let answer)): add(problem, answer)
  case (.double(let problem), .double(let answer)): add(problem, answer)
  case (.float(let problem), _): add(problem, nil)
  case (.double(let problem), _): add(problem, nil)
  }
  return arrays
}
