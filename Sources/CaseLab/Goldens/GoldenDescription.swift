public import LSTMContract

/// What a golden is for, and the problem whose answer is recorded.
public struct GoldenDescription: Sendable {
  /// The file's name without its extension.
  public let name: String
  /// What it is for, in one sentence.
  public let purpose: String
  /// The mistake that it catches, in one sentence.
  public let catches: String
  /// The problem.
  public let problem: AnyLSTMProblem
}

/// A small problem under construction: random values, then edits.
struct GoldenSketch: Sendable {
  var timeSteps = 3
  var batch = 2
  var inputSize = 3
  var units = 2
  var options = LSTMOptions()
  var hasBias = true
  /// Rows of steps in time order; nil for no mask.
  var mask: [[Bool]]?
  /// The value at (time, row, feature), and so on; nil for the default.
  var input: (@Sendable (Int, Int, Int) -> Double)?
  var initialH: (@Sendable (Int, Int) -> Double)?
  var initialC: (@Sendable (Int, Int) -> Double)?
  /// (feature or unit, gate, unit).
  var inputKernel: (@Sendable (Int, Int, Int) -> Double)?
  var hiddenKernel: (@Sendable (Int, Int, Int) -> Double)?
  /// (gate, unit).
  var bias: (@Sendable (Int, Int) -> Double)?

  /// The problem in one scalar type; `number` decides the default values.
  func problem<Scalar: LSTMScalar>(_ number: Int, _ type: Scalar.Type) throws(LSTMProblemError) -> LSTMProblem<Scalar> {
    let random = CounterRandom(seed: 0x60_1D, case: UInt64(number))
    let streams = (0..<6).map { random.stream(UInt64($0)) }
    let shape = try LSTMShape(timeSteps: timeSteps, batch: batch, inputSize: inputSize, units: units)
    let leading = options.layout.leadingShape(of: shape)
    func place(_ position: Int) -> (time: Int, row: Int) { options.layout.timeAndRow(at: position, in: shape) }
    func tensor(_ name: String, _ shape: [Int], _ value: (Int) -> Double) throws(LSTMProblemError) -> Tensor<Scalar> {
      try Tensor(name, shape: shape, elements: (0..<shape.reduce(1, *)).map { Scalar(value($0)) })
    }
    func weight(_ stream: Int, _ edit: ((Int, Int, Int) -> Double)?, _ position: Int) -> Double {
      let (row, gate, unit) = (position / (shape.gateColumns), position % (shape.gateColumns) / units, position % units)
      return edit?(row, gate, unit) ?? streams[stream].awayFromZero(row, gate, unit)
    }
    var maskTensor: Tensor<Bool>?
    if let mask {
      let elements = (0..<timeSteps * batch).map { mask[place($0).row][place($0).time] }
      maskTensor = try Tensor("mask", shape: leading, elements: elements)
    }
    return try LSTMProblem(
      input: tensor("input", leading + [inputSize]) {
        let (time, row) = place($0 / inputSize)
        return input?(time, row, $0 % inputSize) ?? streams[0].signed(time, row, $0 % inputSize) * 2
      },
      initialH: tensor("initial_h", [batch, units]) {
        initialH?($0 / units, $0 % units) ?? streams[1].awayFromZero($0 / units, $0 % units)
      },
      initialC: tensor("initial_c", [batch, units]) {
        initialC?($0 / units, $0 % units) ?? streams[2].awayFromZero($0 / units, $0 % units) * 1.5
      },
      inputKernel: tensor("input_kernel", [inputSize, shape.gateColumns]) { weight(3, inputKernel, $0) },
      hiddenKernel: tensor("hidden_kernel", [units, shape.gateColumns]) { weight(4, hiddenKernel, $0) },
      bias: hasBias
        ? tensor("bias", [shape.gateColumns]) {
          bias?($0 / units, $0 % units) ?? streams[5].awayFromZero($0 / units, $0 % units)
        }
        : nil,
      mask: maskTensor, options: options)
  }
}
