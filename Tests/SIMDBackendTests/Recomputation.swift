import Foundation
import LSTMContract

/// E1 to E13 in plain wide loops. Each step starts from the subject's own h, so errors do not pile up over time.
///
/// Radii are first order, for gates within [0, 1]: dz = (m + 1) u S for m terms whose absolute values sum to S,
/// a quarter of it through a sigmoid and all of it through tanh, 3u for an activation and u for each rounding.
struct Recomputation<Scalar: LSTMScalar> {
  let problem: LSTMProblem<Scalar>
  /// Whether every partial sum is representable, so that dz = 0.
  var exactSums = false

  /// The largest |error| / radius of outputs and final c; infinite where a value that must be carried bit for bit
  /// is not.
  func largestRatio(of answer: LSTMAnswer<Scalar>) -> Wide {
    let (shape, options) = (problem.shape, problem.options)
    let units = shape.units
    var worst: Wide = 0
    for row in 0..<shape.batch {
      var h = Array(problem.initialH.elements[row * units..<(row + 1) * units])
      var c = problem.initialC.elements[row * units..<(row + 1) * units].map { Wide($0) }
      var radiusC = [Wide](repeating: 0, count: units)
      var y = [Scalar](repeating: 0, count: units)
      var moved = false
      for step in 0..<shape.timeSteps {
        let time = options.goBackwards ? shape.timeSteps - 1 - step : step
        let place = position(options.outputOrder == .aligned ? time : step, row)
        let found = Array(answer.outputs[place * units..<(place + 1) * units])
        if problem.mask?[position(time, row)] ?? true {
          moved = true
          let (radiusH, expected) = advance(x: position(time, row), h: h, c: &c, radiusC: &radiusC)
          for unit in 0..<units {
            worst = larger(worst, abs(Wide(found[unit]) - expected[unit]) / radiusH[unit])
          }
          (h, y) = (found, found)
        } else {
          if options.zeroOutputForMask { y = [Scalar](repeating: 0, count: units) }
          if found.map(\.bits) != y.map(\.bits) { return .infinity }
        }
      }
      let slice = row * units..<(row + 1) * units
      if answer.lastOutput[slice].map(\.bits) != y.map(\.bits) { return .infinity }
      if answer.finalH[slice].map(\.bits) != h.map(\.bits) { return .infinity }
      for (unit, found) in answer.finalC[slice].enumerated() {
        let difference = abs(Wide(found) - c[unit])
        worst = larger(worst, moved ? difference / radiusC[unit] : (difference == 0 ? 0 : .infinity))
      }
    }
    return worst
  }

  private func larger(_ a: Wide, _ b: Wide) -> Wide { b <= a ? a : (b.isNaN ? .infinity : b) }

  private func position(_ time: Int, _ row: Int) -> Int {
    problem.options.layout == .timeMajor ? time * problem.shape.batch + row : row * problem.shape.timeSteps + time
  }

  private func advance(
    x: Int, h: [Scalar], c: inout [Wide], radiusC: inout [Wide]
  ) -> (radiusH: [Wide], h: [Wide]) {
    let u = Scalar.unit
    let units = problem.shape.units
    var z = (0..<4 * units).map { Wide(problem.bias?[$0] ?? 0) }
    var size = z.map { abs($0) }
    for (kernel, values) in [
      (
        problem.inputKernel,
        Array(problem.input.elements[x * problem.shape.inputSize..<(x + 1) * problem.shape.inputSize])
      ),
      (problem.hiddenKernel, h),
    ] {
      kernel.elements.withUnsafeBufferPointer { kernel in
        for (k, value) in values.enumerated() {
          for column in 0..<4 * units {
            let term = Wide(value) * Wide(kernel[k * 4 * units + column])
            z[column] += term
            size[column] += abs(term)
          }
        }
      }
    }
    let terms = Wide(problem.shape.inputSize + units + 1)
    let dz = size.map { exactSums ? 0 : (terms + 1) * u * $0 }
    var radiusH = [Wide](repeating: 0, count: units)
    var expected = radiusH
    for unit in 0..<units {
      let gates = (0..<4).map { $0 * units + unit }
      let (i, f, j, o) = (
        wideSigmoid(z[gates[0]]), wideSigmoid(z[gates[1]]), tanh(z[gates[2]]), wideSigmoid(z[gates[3]])
      )
      let radius = gates.map { dz[$0] / 4 + 3 * u }
      let next = f * c[unit] + i * j
      let rounding = u * (abs(f * c[unit]) + abs(i * j) + abs(next))
      radiusC[unit] = radius[1] * abs(c[unit]) + radiusC[unit] + radius[0] + dz[gates[2]] + 3 * u + 2 * rounding
      c[unit] = next
      expected[unit] = o * tanh(next)
      radiusH[unit] = radius[3] + radiusC[unit] + 4 * u
    }
    return (radiusH, expected)
  }
}
