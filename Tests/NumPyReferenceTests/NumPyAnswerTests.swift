import LSTMContract
import NaiveBackend
import Testing

@testable import NumPyReference

@Suite struct NumPyAnswerTests {
  private func problem(_ number: Int) throws -> LSTMProblem<Double> {
    var state = UInt64(number) &* 0x9E37_79B9_7F4A_7C15 &+ 1
    func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
    func tensor(_ shape: [Int]) throws -> Tensor<Double> {
      try Tensor(shape: shape, elements: (0..<shape.reduce(1, *)).map { _ in Double(next() % 2_001) / 1_000 - 1 })
    }
    let (steps, batch, size, units) = (number % 5, number / 5 % 4, 1 + number % 3, 1 + number / 3 % 4)
    let options = LSTMOptions(
      layout: AxisLayout.allCases[number % 2], goBackwards: number / 2 % 2 == 0,
      outputOrder: OutputOrder.allCases[number / 4 % 2], zeroOutputForMask: number / 8 % 2 == 0,
      tanhActivation: Activation.allCases[number % 6], sigmoidActivation: Activation.allCases[number / 6 % 6])
    let leading = options.layout == .timeMajor ? [steps, batch] : [batch, steps]
    return try LSTMProblem(
      input: tensor(leading + [size]), initialH: tensor([batch, units]), initialC: tensor([batch, units]),
      inputKernel: tensor([size, 4 * units]), hiddenKernel: tensor([units, 4 * units]),
      bias: number % 3 == 0 ? nil : tensor([4 * units]),
      mask: number % 4 == 0
        ? nil : Tensor(shape: leading, elements: (0..<steps * batch).map { _ in next() % 3 > 0 }), options: options)
  }

  @Test func numPyAndTheNaiveBackendAgreeOnEveryOption() async throws {
    let problems = try (0..<360).map(problem)
    let answers = try await NumPyReference.start().answers(to: problems)
    #expect(answers.count == problems.count)
    for (problem, answer) in zip(problems, answers) {
      let other = try NaiveBackend<Double>().answer(problem)
      for part in AnswerPart.allCases {
        for (value, wanted) in zip(answer[part], other[part]) {
          #expect(abs(value - wanted) <= 1e-12 * max(1, abs(wanted)), "\(problem.shape) \(problem.options)")
        }
      }
    }
  }

  @Test func theRuntimeNamesTheVersions() async throws {
    let runtime = try await NumPyReference.start().runtime
    #expect(runtime.hasPrefix("numpy ") && runtime.contains("/python 3."))
  }

  @Test func theArraysAreNotCopied() async throws {
    let values = [1.5, 2.5]
    let address = try await PythonInterpreter.shared.addressSeenByNumPy(values)
    values.withUnsafeBufferPointer { #expect("\(UInt(bitPattern: $0.baseAddress))" == address) }
  }
}
