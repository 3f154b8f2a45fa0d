import Foundation
import LSTMContract
import Properties
import TestSupport
import Testing

@Suite struct ClosedFormTests {
  /// The closed form's values and slack for one unit, one row, T unmasked steps.
  private func closedForm(
    steps: Int, bias: [Double], h0: Double = 0, c0: Double, mask: [Bool]? = nil, options: LSTMOptions
  ) throws -> (values: [AnswerPart: [Double]], slack: [AnswerPart: [Double]]) {
    let problem = try LSTMProblem<Double>(
      input: Tensor(shape: [1, steps, 1], repeating: 1), initialH: Tensor(shape: [1, 1], repeating: h0),
      initialC: Tensor(shape: [1, 1], repeating: c0), inputKernel: Tensor(shape: [1, 4], repeating: 1),
      hiddenKernel: Tensor(shape: [1, 4], repeating: 1), bias: Tensor(shape: [4], elements: bias),
      mask: mask.map { try Tensor(shape: [1, steps], elements: $0) }, options: options)
    let outcome = try Laws.named("zero-kernels").apply(to: problem, original: faithful(problem), draw: 0) {
      try faithful($0)
    }
    guard case .comparison(let comparison) = outcome, case .closedForm(let values, let slack) = comparison.predicted
    else { throw Refusal("zero-kernels gives a closed form") }
    return (values, slack)
  }

  /// Identity activations and dyadic numbers: i = f = 0.5, j = 1, o = 2, c0 = 4 give c = 2.5, 1.75, 1.375.
  @Test func isExactOnDyadicNumbers() throws {
    let options = LSTMOptions(tanhActivation: .identity, sigmoidActivation: .identity)
    let (values, slack) = try closedForm(steps: 3, bias: [0.5, 0.5, 1, 2], c0: 4, options: options)
    #expect(values == [.outputs: [5, 3.5, 2.75], .lastOutput: [2.75], .finalH: [2.75], .finalC: [1.375]])
    for bound in slack.values.joined() { #expect(bound >= 0 && bound < 1e-14) }
  }

  @Test func maskedStepsRepeatTheOutputAndTheirSlack() throws {
    let options = LSTMOptions(tanhActivation: .identity, sigmoidActivation: .identity)
    let (values, slack) = try closedForm(
      steps: 4, bias: [0.5, 0.5, 1, 2], h0: 7, c0: 4, mask: [false, true, false, true], options: options)
    #expect(values == [.outputs: [0, 5, 5, 3.5], .lastOutput: [3.5], .finalH: [3.5], .finalC: [1.75]])
    #expect(slack[.outputs]?.first == 0)
  }

  @Test func aFullyMaskedRowIsPredictedExactly() throws {
    let (values, slack) = try closedForm(
      steps: 2, bias: [1, 1, 1, 1], h0: 0.3, c0: -0.7, mask: [false, false], options: LSTMOptions())
    #expect(values == [.outputs: [0, 0], .lastOutput: [0], .finalH: [0.3], .finalC: [-0.7]])
    #expect(slack.values.joined().allSatisfy { $0 == 0 })
  }

  #if arch(x86_64) && !os(Windows) && !os(Android)
    /// The recurrence itself, in x87 extended precision, stays within the slack, which stays small.
    @Test(arguments: 0..<40 as Range<UInt64>)
    func theSlackBoundsTheDistanceToTheRecurrence(seed: UInt64) throws {
      var numbers = SeededNumbers(seed: seed)
      let bias = (0..<4).map { _ in Double.random(in: -6...6, using: &numbers) }
      let c0 = Double.random(in: -3...3, using: &numbers)
      let (values, slack) = try closedForm(steps: 200, bias: bias, c0: c0, options: LSTMOptions())
      func sigmoid(_ z: Double) -> Float80 { 1 / (1 + exp(-Float80(z))) }
      let (i, f, j, o) = (sigmoid(bias[0]), sigmoid(bias[1]), tanh(Float80(bias[2])), sigmoid(bias[3]))
      var c = Float80(c0)
      let outputs = try #require(values[.outputs])
      let bounds = try #require(slack[.outputs])
      for step in 0..<200 {
        c = f * c + i * j
        let h = o * tanh(c)
        // The recurrence rounds too: at most 200 (step + 1) units of 2^-64 of the largest |c|.
        let own = 0x1p-64 * Float80(200 * (step + 1))
        #expect(abs(h - Float80(outputs[step])) <= Float80(bounds[step]) + own)
        #expect(bounds[step] < 1e-13)
      }
    }
  #endif
}
