import Foundation
import LSTMContract

/// E1 to E13 written once more, whole matrices at a time and in `Double`, sharing nothing with the mutants' body.
func plainAnswer(to problem: LSTMProblem<Double>) -> [AnswerPart: [Double]] {
  let (steps, batch, inputs, units) = (
    problem.shape.timeSteps, problem.shape.batch, problem.shape.inputSize, problem.shape.units
  )
  let options = problem.options
  var (h, c) = (problem.initialH.elements, problem.initialC.elements)
  var y = [Double](repeating: 0, count: batch * units)
  var outputs = [Double](repeating: .nan, count: steps * batch * units)
  for s in 0..<steps {
    let t = options.goBackwards ? steps - 1 - s : s
    let place = options.outputOrder == .aligned ? t : s
    func at(_ time: Int, _ row: Int) -> Int { options.layout == .timeMajor ? time * batch + row : row * steps + time }
    var z = [Double](repeating: 0, count: batch * 4 * units)
    for (row, column) in (0..<batch).flatMap({ row in (0..<4 * units).map { (row, $0) } }) {
      var sum = problem.bias?[column] ?? 0
      for k in 0..<units { sum += problem.hiddenKernel[k * 4 * units + column] * h[row * units + k] }
      let x = problem.input.elements[at(t, row) * inputs..<(at(t, row) + 1) * inputs]
      for (k, value) in x.enumerated() { sum += problem.inputKernel[k * 4 * units + column] * value }
      z[row * 4 * units + column] = sum
    }
    for row in 0..<batch {
      let used = problem.mask?[at(t, row)] ?? true
      for unit in 0..<units {
        let here = row * units + unit
        let gate = (0..<4).map { z[row * 4 * units + $0 * units + unit] }
        if used {
          let (i, f) = (plain(options.sigmoidActivation, gate[0]), plain(options.sigmoidActivation, gate[1]))
          let (j, o) = (plain(options.tanhActivation, gate[2]), plain(options.sigmoidActivation, gate[3]))
          c[here] = f * c[here] + i * j
          h[here] = o * plain(options.tanhActivation, c[here])
          y[here] = h[here]
        } else if options.zeroOutputForMask {
          y[here] = 0
        }
        outputs[at(place, row) * units + unit] = y[here]
      }
    }
  }
  return [.lastOutput: y, .outputs: outputs, .finalH: h, .finalC: c]
}

private func plain(_ activation: Activation, _ x: Double) -> Double {
  switch activation.kind {
  case .tanh: (exp(2 * x) - 1) / (exp(2 * x) + 1)
  case .sigmoid: 0.5 * (1 + Foundation.tanh(x / 2))
  case .hardSigmoid where activation == .hardSigmoidFifth: max(0, min(1, x / 5 + 0.5))
  case .hardSigmoid: max(0, min(1, x / 6 + 0.5))
  case .relu: max(0, x)
  case .identity: x
  }
}
