import Foundation
import LSTMContract

/// A run of E1 to E7 that errs in every operation by a chosen share of what the declared model allows, in double.
///
/// It is a second derivation: it knows the model (R3, R4, R10, R16) and nothing of how errors are carried. Each bound is
/// formed from the run's own values, as in a step oracle; the declared u is so coarse that double counts as exact.
struct LegalAdversary {
  let problem: LSTMProblem<Float>
  let model: ArithmeticModel

  /// What a step of a unit errs in: z and activation of the four gates, f·c', i·j, their sum, tanh(c), o·t, and the
  /// storing of c and of h.
  static let sources = 15
  private static let (products, sum, squash, hidden, storedC, storedH) = (8, 10, 11, 12, 13, 14)

  fileprivate struct Moment {
    var previousC: [Double] = []
    var gates: [[Double]] = []
    var slopes: [[Double]] = []
    var squashed: [Double] = []
    var squashedSlope: [Double] = []
  }

  struct Run {
    var h: [Double]
    var c: [Double]
    fileprivate var moments: [Moment] = []
  }

  private var units: Int { problem.shape.units }
  var errors: Int { problem.shape.timeSteps * units * Self.sources }

  /// One row, without mask, forwards; shares in [-1, 1], or none for the exact run.
  func run(_ shares: [Double]?) -> Run {
    var run = Run(
      h: problem.initialH.elements.map { Double($0) }, c: problem.initialC.elements.map { Double($0) })
    let (units, inputs, u) = (units, problem.shape.inputSize, model.unitRoundoff)
    for step in 0..<problem.shape.timeSteps {
      var moment = Moment(previousC: run.c)
      func share(_ unit: Int, _ source: Int) -> Double { shares?[(step * units + unit) * Self.sources + source] ?? 0 }
      func rounded(_ exact: Double, _ unit: Int, _ source: Int) -> Double {
        exact == 0 ? 0 : exact + share(unit, source) * u * exact.magnitude.binade
      }
      func activated(_ activation: Activation, _ z: Double, _ unit: Int, _ source: Int) -> Double {
        let bound: Double =
          switch activation.kind {
          case .sigmoid: model.sigmoid.absolute
          case .tanh: model.tanh.absolute
          case .hardSigmoid: 4 * u
          case .relu, .identity: 0
          }
        return Self.value(activation, z) + share(unit, source) * bound
      }
      for gate in 0..<4 {
        let activation = gate == 2 ? problem.options.tanhActivation : problem.options.sigmoidActivation
        var (values, slopes): ([Double], [Double]) = ([], [])
        for unit in 0..<units {
          let column = gate * units + unit
          var (z, size, terms) = (0.0, 0.0, 0.0)
          func add(_ term: Double) {
            z += term
            size += abs(term)
            terms += term == 0 ? 0 : 1
          }
          for k in 0..<inputs {
            add(Double(problem.input[step * inputs + k]) * Double(problem.inputKernel[k * 4 * units + column]))
          }
          for k in 0..<units { add(run.h[k] * Double(problem.hiddenKernel[k * 4 * units + column])) }
          add(Double(problem.bias?[column] ?? 0))
          // R10, by the nodes' bound R8 and by Jeannerod and Rump's.
          let node = (size + abs(z)) / 2 * (1 + u) / (1 - terms * u)
          let order = node == 0 ? 0 : min((terms - 1) * u * node.binade, (terms - 1) * u * (1 + u) * size)
          let operands = 2 * model.operandRoundoff + model.operandRoundoff * model.operandRoundoff
          z += share(unit, gate) * (order + u * size + operands * size)
          values.append(activated(activation, z, unit, 4 + gate))
          slopes.append(Self.slope(activation, z))
        }
        moment.gates.append(values)
        moment.slopes.append(slopes)
      }
      for unit in 0..<units {
        let gates = moment.gates.map { $0[unit] }
        let kept = rounded(gates[1] * run.c[unit], unit, Self.products)
        let added = rounded(gates[0] * gates[2], unit, Self.products + 1)
        run.c[unit] = rounded(kept + added, unit, Self.sum)
        let squashed = activated(problem.options.tanhActivation, run.c[unit], unit, Self.squash)
        moment.squashed.append(squashed)
        moment.squashedSlope.append(Self.slope(problem.options.tanhActivation, run.c[unit]))
        // h comes from c as it was before it was stored.
        run.c[unit] += share(unit, Self.storedC) * model.storageRoundoffC * abs(run.c[unit])
        run.h[unit] = rounded(gates[3] * squashed, unit, Self.hidden)
        run.h[unit] += share(unit, Self.storedH) * model.storageRoundoffH * abs(run.h[unit])
      }
      run.moments.append(moment)
    }
    return run
  }

  /// The signs by which every error of the run moves one element upwards, to first order.
  func signs(of run: Run, unit chosen: Int, isCell: Bool) -> [Double] {
    var signs = [Double](repeating: 0, count: errors)
    var (ofH, ofC) = ([Double](repeating: 0, count: units), [Double](repeating: 0, count: units))
    if isCell { ofC[chosen] = 1 } else { ofH[chosen] = 1 }
    func sign(_ value: Double) -> Double { value < 0 ? -1 : 1 }
    for (step, moment) in run.moments.enumerated().reversed() {
      var before = [Double](repeating: 0, count: units)
      for unit in 0..<units {
        let first = (step * units + unit) * Self.sources
        let (i, f, j, o) = (moment.gates[0][unit], moment.gates[1][unit], moment.gates[2][unit], moment.gates[3][unit])
        signs[first + Self.hidden] = sign(ofH[unit])
        signs[first + Self.storedH] = sign(ofH[unit])
        signs[first + Self.storedC] = sign(ofC[unit])
        signs[first + Self.squash] = sign(ofH[unit] * o)
        let c = ofC[unit] + ofH[unit] * o * moment.squashedSlope[unit]
        for source in [Self.products, Self.products + 1, Self.sum] { signs[first + source] = sign(c) }
        let ofGates = [c * j, c * moment.previousC[unit], c * i, ofH[unit] * moment.squashed[unit]]
        for gate in 0..<4 {
          signs[first + 4 + gate] = sign(ofGates[gate])
          let ofZ = ofGates[gate] * moment.slopes[gate][unit]
          signs[first + gate] = sign(ofZ)
          for k in 0..<units { before[k] += ofZ * Double(problem.hiddenKernel[(k * 4 + gate) * units + unit]) }
        }
        ofC[unit] = c * f
      }
      ofH = before
    }
    return signs
  }

  private static func value(_ activation: Activation, _ z: Double) -> Double {
    switch activation.kind {
    case .sigmoid: 1 / (1 + exp(-z))
    case .tanh: Foundation.tanh(z)
    case .hardSigmoid where activation == .hardSigmoidFifth: max(0, min(1, z / 5 + 0.5))
    case .hardSigmoid: max(0, min(1, z / 6 + 0.5))
    case .relu: max(z, 0)
    case .identity: z
    }
  }

  private static func slope(_ activation: Activation, _ z: Double) -> Double {
    switch activation.kind {
    case .sigmoid: value(.sigmoid, z) * value(.sigmoid, -z)
    case .tanh: 1 - value(.tanh, z) * value(.tanh, z)
    case .hardSigmoid where activation == .hardSigmoidFifth: abs(z) < 2.5 ? 0.2 : 0
    case .hardSigmoid: abs(z) < 3 ? 1.0 / 6 : 0
    case .relu: z > 0 ? 1 : 0
    case .identity: 1
    }
  }
}
