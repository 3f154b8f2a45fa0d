import Foundation
import LSTMVerify

/// An LSTM of one's own: plain loops in `Float`. The comments name the equations of Docs/equations.md.
public struct MyLSTM: LSTMBackend {
  public let name = "my-lstm"
  public let model = ArithmeticModel(scalar: .float)

  public init() {}

  /// What an implementation does not support it refuses, with a reason. A refusal never counts as agreement.
  public func refusal(of problem: LSTMProblem<Float>) -> Refusal? {
    let isStandard = problem.options.tanhActivation == .tanh && problem.options.sigmoidActivation == .sigmoid
    return isStandard ? nil : Refusal("no activations but tanh and sigmoid")
  }

  public func run(_ problem: LSTMProblem<Float>, into answer: inout LSTMAnswer<Float>) {
    let (options, shape) = (problem.options, problem.shape)
    let (steps, batch, units) = (shape.timeSteps, shape.batch, shape.units)
    func position(_ time: Int, _ row: Int) -> Int {
      options.layout == .timeMajor ? time * batch + row : row * steps + time
    }
    answer.runtime = "my-lstm scalar"
    for row in 0..<batch {
      let state = row * units..<(row + 1) * units
      var h = Array(problem.initialH.elements[state])
      var c = Array(problem.initialC.elements[state])
      var y = [Float](repeating: 0, count: units)
      for s in 0..<steps {
        let t = options.goBackwards ? steps - 1 - s : s
        if problem.mask?[position(t, row)] ?? true {  // E8
          h = step(problem, input: position(t, row) * shape.inputSize, h: h, c: &c)
          y = h  // E10
        } else if options.zeroOutputForMask {
          y = [Float](repeating: 0, count: units)
        }
        let start = position(options.outputOrder == .aligned ? t : s, row) * units  // E11
        answer.outputs.replaceSubrange(start..<start + units, with: y)
      }
      answer.lastOutput.replaceSubrange(state, with: y)  // E12
      answer.finalH.replaceSubrange(state, with: h)  // E13
      answer.finalC.replaceSubrange(state, with: c)
    }
  }

  /// E1 to E7 for one row: updates c and returns the new h.
  private func step(_ problem: LSTMProblem<Float>, input: Int, h: [Float], c: inout [Float]) -> [Float] {
    let units = h.count
    return (0..<units).map { unit in
      func z(_ gate: Int) -> Float {
        let column = gate * units + unit
        var sum = problem.bias?[column] ?? 0
        for k in 0..<problem.shape.inputSize {
          sum += problem.input[input + k] * problem.inputKernel[k * 4 * units + column]
        }
        for k in 0..<units { sum += h[k] * problem.hiddenKernel[k * 4 * units + column] }
        return sum
      }
      let (i, f, j, o) = (sigmoid(z(0)), sigmoid(z(1)), tanh(z(2)), sigmoid(z(3)))
      c[unit] = f * c[unit] + i * j
      return o * tanh(c[unit])
    }
  }

  private func sigmoid(_ x: Float) -> Float { 1 / (1 + exp(-x)) }
}
