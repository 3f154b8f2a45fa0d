import LSTMContract
import SIMDBackend

/// Reads an activation of a backend through the public interface: one step, all other gates saturated.
enum ActivationScan: String, CaseIterable {
  /// h = sigmoid(z_o): c stays at 64, whose tanh is 1.
  case sigmoidOfOutputGate
  /// c = tanh(z_j): i is 1, c0 is 0.
  case tanhOfCandidate
  /// h = tanh(c0): f and o are 1, j is 0.
  case tanhOfCellState
}

extension ActivationScan {
  /// The value of the activation that is read, in the wide type.
  func expected(_ x: Wide) -> Wide { (self == .sigmoidOfOutputGate ? Activation.sigmoid : .tanh).value(x) }

  /// What the backend's activation gives for each point.
  ///
  /// Points stand in c0; or in the bias where there are no more points than units; or in x, where unit k reads feature
  /// k through a kernel of zeros with a single 1, for which points must be finite.
  func values<Scalar: LSTMScalar>(
    of backend: some LSTMBackend<Scalar>, at points: [Scalar], units: Int, options: LSTMOptions = LSTMOptions()
  ) throws -> [Scalar] {
    let batch = (points.count + units - 1) / units
    let padded = points + Array(repeating: 0, count: batch * units - points.count)
    let gate = self == .sigmoidOfOutputGate ? 3 : 2
    let saturated: Scalar = 64
    var input = [Scalar](repeating: 0, count: batch * units)
    var state = input
    var kernel = [Scalar](repeating: 0, count: units * 4 * units)
    var bias = [Scalar](repeating: 0, count: 4 * units)
    for unit in 0..<units {
      switch self {
      case .sigmoidOfOutputGate: bias[units + unit] = saturated
      case .tanhOfCandidate: bias[unit] = saturated
      case .tanhOfCellState: (bias[units + unit], bias[3 * units + unit]) = (saturated, saturated)
      }
      kernel[unit * 4 * units + gate * units + unit] = 1
    }
    if self == .sigmoidOfOutputGate { state = Array(repeating: saturated, count: batch * units) }
    if self == .tanhOfCellState {
      state = padded
    } else if batch == 1 {
      bias.replaceSubrange(gate * units..<(gate + 1) * units, with: padded)
    } else {
      input = padded
    }
    let answer = try backend.answer(
      LSTMProblem(
        input: Tensor(shape: [batch, 1, units], elements: input),
        initialH: Tensor(shape: [batch, units], repeating: 0),
        initialC: Tensor(shape: [batch, units], elements: state),
        inputKernel: Tensor(shape: [units, 4 * units], elements: kernel),
        hiddenKernel: Tensor(shape: [units, 4 * units], repeating: 0),
        bias: Tensor(shape: [4 * units], elements: bias), options: options))
    return Array((self == .tanhOfCandidate ? answer.finalC : answer.finalH).prefix(points.count))
  }

  /// A dense scan: evenly spaced where the function moves, and through the binades down to subnormal numbers.
  static func points<Scalar: LSTMScalar>(_ count: Int, of type: Scalar.Type) -> [Scalar] {
    let reach: Double = Scalar.kind == .float ? 20 : 42
    let span = Double(Scalar.leastNonzeroMagnitude.exponent)
    return (0..<count).flatMap { index -> [Scalar] in
      let even = (Double(index) + noise(index, 8)) / Double(count) * 2 - 1
      let tiny =
        Scalar(1 + abs(noise(index, 9)))
        * Scalar(sign: .plus, exponent: Scalar.Exponent(span * Double(index) / Double(count)), significand: 1)
      return [Scalar(even * reach), Scalar(even * 3), index % 2 == 0 ? tiny : -tiny]
    }
  }
}
