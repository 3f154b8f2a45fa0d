internal import LSTMContract

/// The equations for one problem, with a fault at one of the named points.
///
/// Methods are specialized: a debug build compiles file by file and would call every product through a witness table.
struct FaultyBody<S: LSTMScalar> {
  private let problem: LSTMProblem<S>
  private let fault: any Fault
  private let terms: (any TermFault)?
  private let cell: (any CellFault)?
  /// K, R and b as the fault reads them, packed; R may have fewer rows than H.
  private let kernel, hidden, bias: [S]

  init(_ problem: LSTMProblem<S>, fault: any Fault) {
    self.problem = problem
    self.fault = fault
    terms = fault as? any TermFault
    cell = fault as? any CellFault
    if let fault = fault as? any ParameterFault {
      var parameters = GateParameters(of: problem)
      fault.prepare(&parameters)
      (kernel, hidden, bias) = parameters.packed
    } else {
      (kernel, hidden) = (problem.inputKernel.elements, problem.hiddenKernel.elements)
      bias = problem.bias?.elements ?? Array(repeating: 0, count: 4 * problem.shape.units)
    }
  }

  /// Writes every element of an answer to the problem.
  @specialized(where S == Float)
  @specialized(where S == Double)
  func run(into answer: inout LSTMAnswer<S>) {
    let (shape, options) = (problem.shape, problem.options)
    for row in 0..<shape.batch {
      var memory = initialMemory(row: row)
      for step in 0..<shape.timeSteps {
        advance(&memory, row: row, step: step)
        let time = options.goBackwards && options.outputOrder == .aligned ? shape.timeSteps - 1 - step : step
        let start = position(time: time, row: row) * shape.units
        answer.outputs.replaceSubrange(start..<start + shape.units, with: memory.y)
      }
      let state = row * shape.units..<(row + 1) * shape.units
      answer.lastOutput.replaceSubrange(state, with: fault.lastOutput(of: memory))
      answer.finalH.replaceSubrange(state, with: memory.h)
      answer.finalC.replaceSubrange(state, with: memory.c)
    }
  }

  /// The flat position of a time index and a row in an array of `leadingShape`.
  private func position(time: Int, row: Int) -> Int {
    problem.options.layout == .timeMajor
      ? time * problem.shape.batch + row : row * problem.shape.timeSteps + time
  }

  /// h0, c0 and y_{-1} = 0 of a row.
  private func initialMemory(row: Int) -> RowMemory<S> {
    let units = problem.shape.units
    let range = row * units..<(row + 1) * units
    var memory = RowMemory(
      h: Array(problem.initialH.elements[range]), c: Array(problem.initialC.elements[range]),
      y: Array(repeating: 0, count: units))
    fault.begin(&memory)
    return memory
  }

  /// One processing step of a row, masked or not.
  @specialized(where S == Float)
  @specialized(where S == Double)
  private func advance(_ memory: inout RowMemory<S>, row: Int, step: Int) {
    let (shape, options) = (problem.shape, problem.options)
    let maskTime = fault.maskTime(ofStep: step, in: shape, options: options)
    guard problem.mask?[position(time: maskTime, row: row)] ?? true else {
      fault.skip(&memory, options: options)
      return
    }
    let time = options.goBackwards ? shape.timeSteps - 1 - step : step
    let z = preActivations(ofInputAt: position(time: time, row: row), h: memory.h)
    func activated(_ gate: Gate, _ activation: Activation, _ unit: Int) -> S {
      let z = fault.preActivation(z[gate.rawValue * shape.units + unit], gate: gate, unit: unit)
      return fault.gateValue(gate, of: activation, at: z)
    }
    var next = memory
    for unit in 0..<shape.units {
      let i = activated(.i, options.sigmoidActivation, unit)
      let f = activated(.f, options.sigmoidActivation, unit)
      let j = activated(.j, options.tanhActivation, unit)
      let o = activated(.o, options.sigmoidActivation, unit)
      if let cell {
        let gates = CellGates(i: i, f: f, j: j, o: o)
        (next.c[unit], next.h[unit]) = cell.states(gates, previous: memory.c[unit]) {
          options.tanhActivation.value(at: $0)
        }
      } else {
        let c = fault.kept(cellState: f * memory.c[unit] + i * j)
        next.c[unit] = c
        next.h[unit] = o * fault.cellValue(of: options.tanhActivation, at: c)
      }
    }
    next.y = next.h
    fault.complete(&next, after: memory)
    memory = next
  }

  /// E1 for one row: sums from left to right over x, then h, then the bias.
  @specialized(where S == Float)
  @specialized(where S == Double)
  private func preActivations(ofInputAt position: Int, h: [S]) -> [S] {
    let size = problem.shape.inputSize
    var z = [S](repeating: 0, count: bias.count)
    add(problem.input.elements[position * size..<(position + 1) * size], times: kernel, to: &z)
    add(h[...], times: hidden, to: &z)
    for column in z.indices { z[column] += bias[column] }
    return z
  }

  /// z += v·M; M may have fewer rows than v has elements.
  @specialized(where S == Float)
  @specialized(where S == Double)
  private func add(_ vector: ArraySlice<S>, times matrix: [S], to z: inout [S]) {
    matrix.withUnsafeBufferPointer { matrix in
      z.withUnsafeMutableBufferPointer { z in
        for (number, value) in zip(0..<matrix.count / z.count, vector) {
          let row = UnsafeBufferPointer(rebasing: matrix[number * z.count..<(number + 1) * z.count])
          if let terms {
            for column in 0..<z.count { z[column] = terms.adding(value, row[column], to: z[column]) }
          } else {
            for column in 0..<z.count { z[column] += value * row[column] }
          }
        }
      }
    }
  }
}
