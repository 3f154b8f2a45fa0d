import LSTMContract
import Mutants
import TestSupport
import Testing

@Suite struct FaithfulBodyTests {
  @Test(arguments: 0..<200 as Range<UInt64>)
  func agreesWithTheEquationsInDouble(seed: UInt64) throws {
    let problem: LSTMProblem<Double> = try anyProblem(seed: seed)
    let answer = try MutantBackend(nil).answer(problem)
    let expected = plainAnswer(to: problem)
    for part in AnswerPart.allCases {
      let values = try #require(expected[part])
      #expect(values.count == answer[part].count)
      for (wanted, found) in zip(values, answer[part]) {
        #expect(abs(wanted - found) <= 1e-12 * max(1, abs(wanted)), "\(part) of \(problem.shape)")
      }
    }
  }

  @Test(arguments: 0..<100 as Range<UInt64>)
  func agreesWithTheEquationsInFloat(seed: UInt64) throws {
    let problem: LSTMProblem<Float> = try anyProblem(seed: seed)
    let answer = try MutantBackend(nil).answer(problem)
    let expected = plainAnswer(to: problem.converted())
    for part in AnswerPart.allCases {
      for (wanted, found) in zip(try #require(expected[part]), answer[part]) {
        #expect(abs(wanted - Double(found)) <= 1e-4 * max(1, abs(wanted)), "\(part) of \(problem.shape)")
      }
    }
  }

  /// I = H = B = 1, T = 2, K = 0.5, R = 0.25, x = [1, 2]: figures of Docs/equations.md, reproduced with shipping
  /// libraries.
  @Test(arguments: [
    (mask: [false, true], h0: 0.9, zero: false, backwards: false, outputs: [0, 0.44194]),
    (mask: [true, false], h0: 0, zero: true, backwards: false, outputs: [0.17427, 0]),
    (mask: [true, false], h0: 0, zero: true, backwards: true, outputs: [0, 0.17427]),
    (mask: [false, false], h0: 0.9, zero: false, backwards: false, outputs: [0, 0]),
  ])
  func agreesWithTheFoundingExample(
    mask: [Bool], h0: Double, zero: Bool, backwards: Bool, outputs: [Double]
  ) throws {
    let problem = try LSTMProblem<Double>(
      input: Tensor(shape: [1, 2, 1], elements: [1, 2]), initialH: Tensor(shape: [1, 1], elements: [h0]),
      initialC: Tensor(shape: [1, 1], elements: [0]), inputKernel: Tensor(shape: [1, 4], repeating: 0.5),
      hiddenKernel: Tensor(shape: [1, 4], repeating: 0.25), mask: Tensor(shape: [1, 2], elements: mask),
      options: LSTMOptions(goBackwards: backwards, zeroOutputForMask: zero))
    let answer = try MutantBackend(nil).answer(problem)
    for (wanted, found) in zip(outputs, answer.outputs) { #expect(abs(wanted - found) < 5e-6) }
    #expect(abs(answer.lastOutput[0] - outputs[1]) < 5e-6)
  }

  @Test func namesItselfAndDeclaresItsScalar() {
    #expect(MutantBackend<Float>(nil).name == "mutant:none")
    #expect(MutantBackend<Double>(.hardSigmoid).name == "mutant:hard-sigmoid")
    #expect(MutantBackend<Double>(nil).model == ArithmeticModel(scalar: .double))
  }
}
