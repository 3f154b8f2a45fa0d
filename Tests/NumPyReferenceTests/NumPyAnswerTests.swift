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

  /// T = 2, I = H = B = 1, K = .5, R = .25, x = [1, 2]: where shipping implementations were seen to differ.
  private func minimal(
    mask: [Bool], initialH: Double = 0, x: [Double] = [1, 2], options: LSTMOptions = LSTMOptions()
  ) throws -> LSTMProblem<Double> {
    try LSTMProblem(
      input: Tensor(shape: [1, 2, 1], elements: x), initialH: Tensor(shape: [1, 1], repeating: initialH),
      initialC: Tensor(shape: [1, 1], repeating: 0), inputKernel: Tensor(shape: [1, 4], repeating: 0.5),
      hiddenKernel: Tensor(shape: [1, 4], repeating: 0.25), bias: Tensor(shape: [4], repeating: 0),
      mask: Tensor(shape: [1, 2], elements: mask), options: options)
  }

  @Test(
    arguments: [
      ([false, true], 0.9, LSTMOptions(), [0, 0.44194]),
      ([true, false], 0, LSTMOptions(zeroOutputForMask: true), [0.17427, 0]),
      ([true, false], 0, LSTMOptions(goBackwards: true, zeroOutputForMask: true), [0, 0.17427]),
      ([true, false], 0, LSTMOptions(goBackwards: true, outputOrder: .aligned), [0.17427, 0]),
      ([true, false], 0, LSTMOptions(), [0.17427, 0.17427]),
    ] as [([Bool], Double, LSTMOptions, [Double])])
  func minimalCasesComeOutAsByHand(mask: [Bool], h0: Double, options: LSTMOptions, wanted: [Double]) async throws {
    let answer = try await NumPyReference.start().answers(to: [minimal(mask: mask, initialH: h0, options: options)])[0]
    #expect(zip(answer.outputs, wanted).allSatisfy { abs($0 - $1) < 5e-6 }, "\(answer.outputs)")
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func valuesAtMaskedStepsInfluenceNothing(value: Double) async throws {
    let numPy = try await NumPyReference.start()
    let answers = try await numPy.answers(to: [
      minimal(mask: [true, false]), minimal(mask: [true, false], x: [1, value]),
    ])
    #expect(answers[0] == answers[1])
  }

  @Test(arguments: [-1e308, -800, -745, 800, 1e308])
  func saturatedGatesAreFinite(x: Double) async throws {
    let answer = try await NumPyReference.start().answers(to: [minimal(mask: [true, true], x: [x, x])])[0]
    #expect(AnswerPart.allCases.allSatisfy { answer[$0].allSatisfy(\.isFinite) })
  }

  @Test(arguments: Activation.allCases, Activation.allCases)
  func aNaNPassesThroughEveryActivation(tanh: Activation, sigmoid: Activation) async throws {
    let options = LSTMOptions(tanhActivation: tanh, sigmoidActivation: sigmoid)
    let answer = try await NumPyReference.start().answers(
      to: [minimal(mask: [true, true], x: [.nan, 1], options: options)])[0]
    #expect(AnswerPart.allCases.allSatisfy { answer[$0].allSatisfy(\.isNaN) })
  }

  @Test func thousandsOfCasesInOneCallComeBackInOrder() async throws {
    let few = try (0..<97).map(problem)
    let numPy = try await NumPyReference.start()
    let wanted = try await numPy.answers(to: few)
    let answers = try await numPy.answers(to: (0..<10_000).map { few[$0 % few.count] })
    #expect(answers.count == 10_000)
    #expect(answers.enumerated().allSatisfy { $1 == wanted[$0 % few.count] })
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
