internal import LSTMContract

/// The equations for one problem, with a fault at one of the named points.
struct FaultyBody<S: LSTMScalar> {
  private let problem: LSTMProblem<S>
  private let fault: any Fault
  private let terms: (any TermFault)?
  private let parameters: GateParameters<S>
  /// For each gate and unit, flat: its weights of x and of h, so that products run through memory.
  private let columns: [(kernel: [S], hidden: [S])]

  init(_ problem: LSTMProblem<S>, fault: any Fault) {
    self.problem = problem
    self.fault = fault
    terms = fault as? any TermFault
    var parameters = GateParameters(of: problem)
    fault.prepare(&parameters)
    self.parameters = parameters
    columns = Self.columns(of: parameters, units: problem.shape.units)
  }

  /// Specialized, like `advance`: unspecialized, this takes longer than the steps of a short sequence.
  @specialized(where S == Float)
  @specialized(where S == Double)
  private static func columns(of parameters: GateParameters<S>, units: Int) -> [(kernel: [S], hidden: [S])] {
    var columns: [(kernel: [S], hidden: [S])] = []
    columns.reserveCapacity(4 * units)
    for gate in Gate.allCases {
      let block = parameters[gate]
      for unit in 0..<units {
        columns.append((kernel: block.kernel.map { $0[unit] }, hidden: block.hidden.map { $0[unit] }))
      }
    }
    return columns
  }

  /// The flat position of a time index and a row in an array of `leadingShape`.
  func position(time: Int, row: Int) -> Int {
    problem.options.layout == .timeMajor
      ? time * problem.shape.batch + row : row * problem.shape.timeSteps + time
  }

  /// h0, c0 and y_{-1} = 0 of a row.
  func initialMemory(row: Int) -> RowMemory<S> {
    let units = problem.shape.units
    let range = row * units..<(row + 1) * units
    var memory = RowMemory(
      h: Array(problem.initialH.elements[range]), c: Array(problem.initialC.elements[range]),
      y: Array(repeating: 0, count: units))
    fault.begin(&memory)
    return memory
  }

  /// One processing step of a row, masked or not.
  ///
  /// Specialized: a debug build compiles file by file and would call every product through a witness table.
  @specialized(where S == Float)
  @specialized(where S == Double)
  func advance(_ memory: inout RowMemory<S>, row: Int, step: Int) {
    let (shape, options) = (problem.shape, problem.options)
    let maskTime = fault.maskTime(ofStep: step, in: shape, options: options)
    guard problem.mask?[position(time: maskTime, row: row)] ?? true else {
      fault.skip(&memory, options: options)
      return
    }
    let time = options.goBackwards ? shape.timeSteps - 1 - step : step
    let start = position(time: time, row: row) * shape.inputSize
    let x = problem.input.elements[start..<start + shape.inputSize]
    var next = memory
    for unit in 0..<shape.units {
      let i = activated(.i, options.sigmoidActivation, x: x, h: memory.h, unit: unit)
      let f = activated(.f, options.sigmoidActivation, x: x, h: memory.h, unit: unit)
      let j = activated(.j, options.tanhActivation, x: x, h: memory.h, unit: unit)
      let o = activated(.o, options.sigmoidActivation, x: x, h: memory.h, unit: unit)
      let c = fault.kept(cellState: f * memory.c[unit] + i * j)
      next.c[unit] = c
      next.h[unit] = o * fault.cellValue(of: options.tanhActivation, at: c)
    }
    next.y = next.h
    fault.complete(&next, after: memory)
    memory = next
  }

  /// E1 to E5 for one gate of one unit.
  @specialized(where S == Float)
  @specialized(where S == Double)
  private func activated(_ gate: Gate, _ activation: Activation, x: ArraySlice<S>, h: [S], unit: Int) -> S {
    let (kernel, hidden) = columns[gate.rawValue * problem.shape.units + unit]
    var z: S = 0
    if let terms {
      for (value, weight) in zip(x, kernel) { z = terms.adding(value, weight, to: z) }
      for (value, weight) in zip(h, hidden) { z = terms.adding(value, weight, to: z) }
    } else {
      for (value, weight) in zip(x, kernel) { z += value * weight }
      for (value, weight) in zip(h, hidden) { z += value * weight }
    }
    z = fault.preActivation(z + parameters[gate].bias[unit], gate: gate, unit: unit)
    return fault.gateValue(gate, of: activation, at: z)
  }
}
