internal import LSTMContract

/// A problem written down element by element; what is not said is zero.
struct ProbeDesign {
  typealias Element = (_ first: Int, _ second: Int) -> Double

  var timeSteps = 1
  var batch = 1
  var inputSize = 1
  var units = 2
  var options = LSTMOptions()
  /// By time, row and feature.
  var input: (Int, Int, Int) -> Double = { _, _, _ in 0 }
  /// By row and unit.
  var initialH: Element = { _, _ in 0 }
  /// By row and unit.
  var initialC: Element = { _, _ in 0 }
  /// By feature, gate and unit.
  var inputKernel: (Int, Gate, Int) -> Double = { _, _, _ in 0 }
  /// By source unit, gate and unit.
  var hiddenKernel: (Int, Gate, Int) -> Double = { _, _, _ in 0 }
  /// By gate and unit.
  var bias: ((Gate, Int) -> Double)? = { _, _ in 0 }
  /// By time and row.
  var mask: ((Int, Int) -> Bool)?

  /// Random-looking data in every array, of unlike sizes.
  static var dense: ProbeDesign {
    var design = ProbeDesign()
    (design.timeSteps, design.batch, design.inputSize, design.units) = (4, 3, 2, 3)
    design.input = { number(5, $0, $1, $2) }
    design.initialH = { number(6, $0, $1) / 2 }
    design.initialC = { number(7, $0, $1) }
    design.inputKernel = { number(8, $0, $1.rawValue, $2) }
    design.hiddenKernel = { number(9, $0, $1.rawValue, $2) }
    design.bias = { number(10, $0.rawValue, $1) }
    return design
  }

  /// The problem in this scalar type.
  func problem<Scalar: LSTMScalar>(as type: Scalar.Type = Scalar.self) -> LSTMProblem<Scalar> {
    let columns = Gate.allCases.flatMap { gate in (0..<units).map { (gate, $0) } }
    do {
      let shape = try LSTMShape(timeSteps: timeSteps, batch: batch, inputSize: inputSize, units: units)
      let leading = options.layout.leadingShape(of: shape)
      let places = (0..<timeSteps * batch).map { options.layout.timeAndRow(at: $0, in: shape) }
      return try LSTMProblem(
        input: Tensor(
          shape: leading + [inputSize],
          elements: places.flatMap { place in (0..<inputSize).map { Scalar(input(place.time, place.row, $0)) } }),
        initialH: Tensor(
          shape: [batch, units],
          elements: (0..<batch).flatMap { row in (0..<units).map { Scalar(initialH(row, $0)) } }),
        initialC: Tensor(
          shape: [batch, units],
          elements: (0..<batch).flatMap { row in (0..<units).map { Scalar(initialC(row, $0)) } }),
        inputKernel: Tensor(
          shape: [inputSize, shape.gateColumns],
          elements: (0..<inputSize).flatMap { row in columns.map { Scalar(inputKernel(row, $0.0, $0.1)) } }),
        hiddenKernel: Tensor(
          shape: [units, shape.gateColumns],
          elements: (0..<units).flatMap { row in columns.map { Scalar(hiddenKernel(row, $0.0, $0.1)) } }),
        bias: bias.map { bias in
          try Tensor(shape: [shape.gateColumns], elements: columns.map { Scalar(bias($0.0, $0.1)) })
        },
        mask: mask.map { mask in try Tensor(shape: leading, elements: places.map { mask($0.time, $0.row) }) },
        options: options)
    } catch {
      preconditionFailure("a probe's arrays fit: \(error)")
    }
  }
}

/// Numbers of full mantissa and either sign between 1/4 and 5/4, no two alike.
func number(_ coordinates: Int...) -> Double {
  let place = coordinates.reduce(17) { $0 &* 31 &+ $1 &+ 7 }
  let fraction = (Double(place) * 0.618_033_988_749_894_8).truncatingRemainder(dividingBy: 1)
  return (place % 2 == 0 ? 1 : -1) * (0.25 + fraction)
}
