import LSTMContract
@testable import SIMDBackend
import Testing

@Suite struct LayerTests {
  @Test("a reused layer gives the bits of the plain call, whatever ran before", arguments: supportedSets)
  func reuse(_ set: InstructionSet) throws {
    try checkReuse(SIMDBackend<Float>(instructionSet: set))
    try checkReuse(SIMDBackend<Double>(instructionSet: set))
  }

  private func checkReuse<Scalar>(_ backend: SIMDBackend<Scalar>) throws {
    let model: LSTMProblem<Scalar> = try problem(1, 1, 5, 35)
    var layer = try backend.makeLayer(model.parameters)
    #expect(layer.inputSize == 5 && layer.units == 35)
    for (timeSteps, batch, masked) in [(3, 2, true), (9, 14, false), (1, 1, false), (0, 2, true), (4, 0, false)] {
      for options in everyOption {
        let drawn: LSTMProblem<Scalar> = try problem(timeSteps, batch, 5, 35, masked: masked, options: options)
        var answer = LSTMAnswer(to: drawn.sequences, filledWith: 3)
        try layer.run(drawn.sequences, into: &answer)
        #expect(try answer.allBits == backend.answer(drawn).allBits, "\(drawn.shape) \(options)")
        #expect(try answer.runtime == backend.answer(drawn).runtime)
      }
    }
  }

  @Test("any number of threads gives the same bits", arguments: supportedSets, [2, 3, 7])
  func threads(_ set: InstructionSet, count: Int) throws {
    for (batch, units) in [(0, 19), (1, 19), (1, 100), (2, 19), (3, 70), (5, 19), (14, 33)] {
      for options in everyOption {
        let drawn: LSTMProblem<Float> = try problem(5, batch, 3, units, masked: batch % 2 == 0, options: options)
        let one = try SIMDBackend<Float>(instructionSet: set).answer(drawn)
        var backend = try SIMDBackend<Float>(instructionSet: set, threads: count)
        backend.leastOperations = 0
        #expect(try one == backend.answer(drawn), "\(drawn.shape) \(options)")
      }
    }
  }

  @Test("rows are divided where there are enough, units otherwise, and small calls not at all")
  func split() throws {
    func split(_ timeSteps: Int, _ batch: Int, _ units: Int) throws -> WorkSplit {
      WorkSplit(
        try LSTMShape(timeSteps: timeSteps, batch: batch, inputSize: units, units: units), panels: units / 16,
        threads: 2, leastOperations: WorkSplit.leastOperations)
    }
    #expect(try split(64, 32, 256) == .rows(2))
    #expect(try split(32, 1, 1024) == .units(2))
    #expect(try split(1, 1, 64) == .none)
    #expect(try split(10_000, 1, 128) == .none)
    #expect(try split(4, 0, 256) == .none)
  }

  @Test("copies of a layer run at the same time and give the same bits")
  func copies() async throws {
    let drawn: LSTMProblem<Float> = try problem(20, 3, 8, 40)
    var layer = try SIMDBackend<Float>().makeLayer(drawn.parameters)
    var expected = LSTMAnswer(to: drawn)
    try layer.run(drawn.sequences, into: &expected)
    let original = layer
    try await withThrowingTaskGroup(of: LSTMAnswer<Float>.self) { group in
      for _ in 0..<8 {
        group.addTask {
          var copy = original
          var answer = LSTMAnswer(to: drawn)
          for _ in 0..<20 { try copy.run(drawn.sequences, into: &answer) }
          return answer
        }
      }
      for try await answer in group { #expect(answer == expected) }
    }
  }

  @Test("what does not fit the layer is refused, with the array and the shapes")
  func misfits() throws {
    let drawn: LSTMProblem<Float> = try problem(2, 3, 4, 5)
    var layer = try SIMDBackend<Float>().makeLayer(drawn.parameters)
    let wider: LSTMProblem<Float> = try problem(2, 3, 6, 5)
    var answer = LSTMAnswer(to: wider)
    #expect(throws: LSTMProblemError.wrongShape(array: "input", found: [3, 2, 6], expected: [3, 2, 4])) {
      try layer.run(wider.sequences, into: &answer)
    }
    let more: LSTMProblem<Float> = try problem(2, 3, 4, 6)
    #expect(throws: LSTMProblemError.wrongShape(array: "initial_h", found: [3, 6], expected: [3, 5])) {
      try layer.run(more.sequences, into: &answer)
    }
    let longer: LSTMProblem<Float> = try problem(3, 3, 4, 5)
    #expect(throws: LSTMProblemError.wrongCount(array: "outputs", found: 30, shape: [3, 3, 5])) {
      try layer.run(longer.sequences, into: &answer)
    }
    #expect(throws: LSTMProblemError.wrongShape(array: "bias", found: [3], expected: [20])) {
      try LSTMParameters(
        inputKernel: drawn.inputKernel, hiddenKernel: drawn.hiddenKernel, bias: Tensor(shape: [3], repeating: 0))
    }
    #expect(throws: LSTMProblemError.wrongShape(array: "mask", found: [1, 1], expected: [3, 2])) {
      try LSTMSequences(
        input: drawn.input, initialH: drawn.initialH, initialC: drawn.initialC,
        mask: Tensor(shape: [1, 1], repeating: true))
    }
  }
}
