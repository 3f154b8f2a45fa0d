import Foundation
import LSTMContract

#if arch(x86_64) && !os(Windows)
  /// The type of the recomputation, wider than both scalar types.
  typealias Wide = Float80
#else
  /// The type of the recomputation; its own rounding is part of every radius.
  typealias Wide = Double
#endif

/// A value and how far a faithful LSTM may be from it.
struct Ranged {
  var value: Wide
  var radius: Wide = 0
}

/// E1 to E13 written a second time, in `Wide`, for one row and unit after another, with the first-order error of the
/// declared model carried from the first step to the last.
struct WideRecurrence {
  let problem: LSTMProblem<Double>
  /// u of the subject plus that of `Wide`.
  let u: Wide
  private(set) var outputs: [Ranged]
  private(set) var lastOutput: [Ranged]
  private(set) var finalH: [Ranged]
  private(set) var finalC: [Ranged]

  init(_ problem: LSTMProblem<Double>, unitRoundoff: Double) {
    self.problem = problem
    u = Wide(unitRoundoff) + Wide.ulpOfOne / 2
    let (steps, batch, units) = (problem.shape.timeSteps, problem.shape.batch, problem.shape.units)
    lastOutput = Array(repeating: Ranged(value: 0), count: batch * units)
    outputs = Array(repeating: Ranged(value: .nan), count: steps * batch * units)
    finalH = problem.initialH.elements.map { Ranged(value: Wide($0)) }
    finalC = problem.initialC.elements.map { Ranged(value: Wide($0)) }
    for s in 0..<steps {
      for row in 0..<batch {
        let cells = row * units..<(row + 1) * units
        if problem.counts(s, row) {
          let h = Array(finalH[cells])
          for unit in 0..<units { advance(s, row, unit, from: h) }
          lastOutput.replaceSubrange(cells, with: finalH[cells])
        } else if problem.options.zeroOutputForMask {
          for cell in cells { lastOutput[cell] = Ranged(value: 0) }
        }
        let place = problem.position(problem.outputStep(s), row) * units
        outputs.replaceSubrange(place..<place + units, with: lastOutput[cells])
      }
    }
  }

  subscript(part: AnswerPart) -> [Ranged] {
    switch part {
    case .lastOutput: lastOutput
    case .outputs: outputs
    case .finalH: finalH
    case .finalC: finalC
    }
  }

  private mutating func advance(_ s: Int, _ row: Int, _ unit: Int, from h: [Ranged]) {
    let options = problem.options
    let z = (0..<4).map { preActivation(s, row, column: $0 * problem.shape.units + unit, h) }
    let i = activated(options.sigmoidActivation, z[0])
    let f = activated(options.sigmoidActivation, z[1])
    let j = activated(options.tanhActivation, z[2])
    let o = activated(options.sigmoidActivation, z[3])
    let cell = row * problem.shape.units + unit
    let (kept, added) = (product(f, finalC[cell]), product(i, j))
    let c = kept.value + added.value
    let inherited = kept.radius + added.radius
    finalC[cell] = Ranged(
      value: c, radius: inherited + 1.01 * u * (abs(kept.value) + abs(added.value) + inherited))
    finalH[cell] = product(o, activated(options.tanhActivation, finalC[cell]))
  }

  /// A sum of m terms in any order is within m u times the sum of their magnitudes.
  private func preActivation(_ s: Int, _ row: Int, column: Int, _ h: [Ranged]) -> Ranged {
    let (inputs, columns) = (problem.shape.inputSize, problem.shape.gateColumns)
    var z = Wide(problem.bias?[column] ?? 0)
    var magnitude = abs(z)
    var inherited: Wide = 0
    for k in 0..<inputs {
      let term =
        Wide(problem.input[problem.position(problem.time(s), row) * inputs + k])
        * Wide(problem.inputKernel[k * columns + column])
      z += term
      magnitude += abs(term)
    }
    for k in h.indices {
      let weight = Wide(problem.hiddenKernel[k * columns + column])
      z += h[k].value * weight
      magnitude += abs(h[k].value * weight)
      inherited += h[k].radius * abs(weight)
    }
    let terms = Wide(inputs + h.count + 1)
    return Ranged(value: z, radius: inherited + 1.01 * terms * u * (magnitude + inherited))
  }

  private func product(_ a: Ranged, _ b: Ranged) -> Ranged {
    let inherited = a.radius * (abs(b.value) + b.radius) + abs(a.value) * b.radius
    return Ranged(value: a.value * b.value, radius: inherited + 1.01 * u * (abs(a.value * b.value) + inherited))
  }

  private func activated(_ activation: Activation, _ z: Ranged) -> Ranged {
    Ranged(
      value: activation.wideValue(at: z.value),
      radius: activation.slope * z.radius + Wide(activation.unitsOfError) * u)
  }
}

extension Activation {
  /// The activation in `Wide`.
  func wideValue(at x: Wide) -> Wide {
    switch kind {
    case .tanh: wideTanh(x)
    case .sigmoid: x < 0 ? exp(x) / (1 + exp(x)) : 1 / (1 + exp(-x))
    case .hardSigmoid where self == .hardSigmoidFifth: x.isNaN ? x : min(1, max(0, x / 5 + 0.5))
    case .hardSigmoid: x.isNaN ? x : min(1, max(0, x / 6 + 0.5))
    case .relu: x.isNaN ? x : max(0, x)
    case .identity: x
    }
  }

  /// The largest slope.
  var slope: Wide {
    switch kind {
    case .tanh, .relu, .identity: 1
    case .sigmoid: 1 / 4
    case .hardSigmoid where self == .hardSigmoidFifth: 1 / 5
    case .hardSigmoid: 1 / 6
    }
  }

  /// The declared error of an evaluation in units of u.
  var unitsOfError: Double {
    switch kind {
    case .tanh, .sigmoid: 6
    case .hardSigmoid: 4
    case .relu, .identity: 0
    }
  }
}

/// Outside the extension, in which `tanh` is the activation of that name.
private func wideTanh(_ x: Wide) -> Wide { tanh(x) }
