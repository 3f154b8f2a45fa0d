import LSTMContract
import NaiveBackend
import Testing

@Suite struct StandardLSTMTests {
  private func run(timeMajor: Bool, mask: [Bool]? = nil, backwards: Bool = false) throws -> StandardLSTMResult<Double> {
    let leading = timeMajor ? [2, 1] : [1, 2]
    return try standardLSTM(
      inputs: Tensor(shape: leading + [1], elements: [1, 2]), initialH: Tensor(shape: [1, 1], elements: [0.9]),
      initialC: Tensor(shape: [1, 1], elements: [0]), inputKernel: Tensor(shape: [1, 4], repeating: 0.5),
      hiddenKernel: Tensor(shape: [1, 4], repeating: 0.25), bias: nil,
      mask: mask.map { try Tensor(shape: leading, elements: $0) }, timeMajor: timeMajor, goBackwards: backwards,
      on: NaiveBackend<Double>())
  }

  @Test(arguments: [true, false])
  func theFiveResultsHaveTheirShapes(timeMajor: Bool) throws {
    let result = try run(timeMajor: timeMajor)
    #expect(result.outputs.shape == (timeMajor ? [2, 1, 1] : [1, 2, 1]))
    #expect(result.lastOutput.shape == [1, 1] && result.state0.shape == [1, 1] && result.state1.shape == [1, 1])
    #expect(result.runtime.hasPrefix("naive"))
    #expect(result.lastOutput.elements == result.state0.elements)
  }

  @Test func aLeadingMaskedStepGivesZeroAndNotH0() throws {
    let result = try run(timeMajor: false, mask: [false, true])
    #expect(result.outputs[0] == 0)
    #expect(abs(result.outputs[1] - 0.44194) < 1e-5)
  }

  @Test func aRefusalIsThrown() throws {
    #expect(throws: Refusal("never")) {
      try standardLSTM(
        inputs: Tensor<Float>(shape: [1, 1, 1], repeating: 0), initialH: Tensor(shape: [1, 1], repeating: 0),
        initialC: Tensor(shape: [1, 1], repeating: 0), inputKernel: Tensor(shape: [1, 4], repeating: 0),
        hiddenKernel: Tensor(shape: [1, 4], repeating: 0), bias: nil, on: Refusing())
    }
  }

  private struct Refusing: LSTMBackend {
    let name = "refusing"
    let model = ArithmeticModel(scalar: .float)
    func refusal(of problem: LSTMProblem<Float>) -> Refusal? { Refusal("never") }
    func run(_ problem: LSTMProblem<Float>, into answer: inout LSTMAnswer<Float>) {}
  }
}
