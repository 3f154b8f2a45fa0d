internal import LSTMContract

/// The equations for one problem, with a fault at one of the named points.
///
/// Methods are specialized: a debug build compiles file by file and would call every product through a witness table.
struct FaultyBody<S: LSTMScalar> {
  private let problem: LSTMProblem<S>
  private let fault: any Fault
  private let terms: (any TermFault)?
  private let cell: (any CellFault)?
  private let style: EvaluationStyle
  private let isPlain: Bool
  private let corner: LegalCorner?
  /// K, R and b as the fault reads them, packed; R may have fewer rows than H.
  private let kernel, hidden, bias: [S]

  init(_ problem: LSTMProblem<S>, fault: any Fault, evaluation: Evaluation = .plain) {
    self.problem = problem
    self.fault = fault
    style = evaluation.style
    isPlain = style == EvaluationStyle()
    corner = evaluation.corner
    terms = fault as? any TermFault
    cell = fault as? any CellFault
    if let fault = fault as? any ParameterFault {
      var parameters = GateParameters(of: problem)
      fault.prepare(&parameters)
      (kernel, hidden, bias) = parameters.packed
    } else {
      (kernel, hidden) = (problem.inputKernel.elements, problem.hiddenKernel.elements)
      bias = problem.bias?.elements ?? Array(repeating: 0, count: problem.shape.gateColumns)
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
    problem.position(time: time, row: row)
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
    let z = preActivations(ofInputAt: position(time: time, row: row), h: memory.h, row: row, step: step)
    func activated(_ gate: Gate, _ activation: Activation, _ unit: Int) -> S {
      let z = fault.preActivation(z[gate.rawValue * shape.units + unit], gate: gate, unit: unit)
      return fault.gateValue(gate, of: activation, at: z, by: rule(place: 4 + gate.rawValue, unit, step, row))
    }
    var next = memory
    next.maskedRun = 0
    for unit in 0..<shape.units {
      let gates = CellGates(
        i: activated(.i, options.sigmoidActivation, unit), f: activated(.f, options.sigmoidActivation, unit),
        j: activated(.j, options.tanhActivation, unit), o: activated(.o, options.sigmoidActivation, unit))
      let squashing = rule(place: 8, unit, step, row)
      let previous = memory.c[unit]
      if let cell {
        (next.c[unit], next.h[unit]) = cell.states(gates, previous: previous) {
          squashing.value(of: options.tanhActivation, at: $0)
        }
      } else {
        var c =
          style.fusesCell
          ? (gates.f * previous).addingProduct(gates.i, gates.j) : gates.f * previous + gates.i * gates.j
        if let corner { c += corner.cellMove(of: c, gates, previous: previous, unit: unit, step: step, row: row) }
        c = fault.kept(cellState: c)
        next.c[unit] = c
        next.h[unit] = gates.o * fault.cellValue(of: options.tanhActivation, at: c, by: squashing)
      }
      if let corner { next.h[unit] += corner.outputMove(of: next.h[unit], unit: unit, step: step, row: row) }
    }
    next.y = next.h
    fault.complete(&next, after: memory)
    memory = next
  }

  private func rule(place: Int, _ unit: Int, _ step: Int, _ row: Int) -> ActivationRule {
    guard let corner else { return ActivationRule(formulas: style.formulas) }
    return ActivationRule(
      share: corner.share(place: place, unit: unit, step: step, row: row),
      classes: (corner.model.tanh, corner.model.sigmoid), unitRoundoff: corner.model.unitRoundoff)
  }

  /// E1 for one row: in the plain style, sums from left to right over x, then h, then the bias.
  @specialized(where S == Float)
  @specialized(where S == Double)
  private func preActivations(ofInputAt position: Int, h: [S], row: Int, step: Int) -> [S] {
    let size = problem.shape.inputSize
    let x = problem.input.elements[position * size..<(position + 1) * size]
    guard isPlain else { return styled(x, h) }
    var z = [S](repeating: 0, count: bias.count)
    add(x, times: kernel, to: &z)
    add(h[...], times: hidden, to: &z)
    for column in z.indices { z[column] += bias[column] }
    if let corner { move(&z, to: corner, x, h, row: row, step: step) }
    return z
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  private func styled(_ x: ArraySlice<S>, _ h: [S]) -> [S] {
    let sum = StyledSum<S>(style: style, fault: terms)
    let columns = bias.count
    return bias.indices.map { column in
      let inputs = zip(x, 0..<kernel.count / columns).map { ($0, kernel[$1 * columns + column]) }
      let products = zip(h, 0..<hidden.count / columns).map { ($0, hidden[$1 * columns + column]) }
      return sum.preActivation(inputs: inputs, hidden: products, bias: bias[column])
    }
  }

  /// Moves each pre-activation by the corner's share of what its sum may err.
  @specialized(where S == Float)
  @specialized(where S == Double)
  private func move(
    _ z: inout [S], to corner: LegalCorner, _ x: ArraySlice<S>, _ h: [S], row: Int, step: Int
  ) {
    let (columns, units) = (z.count, z.count / 4)
    var sizes = bias.map { abs(Double($0)) }
    var counts = bias.map { $0 == 0 ? 0 : 1 }
    func measure(_ value: S, _ matrix: [S], _ number: Int) {
      guard value != 0, (number + 1) * columns <= matrix.count else { return }
      for column in 0..<columns {
        let term = abs(Double(value) * Double(matrix[number * columns + column]))
        sizes[column] += term
        counts[column] += term == 0 ? 0 : 1
      }
    }
    for (number, value) in x.enumerated() { measure(value, kernel, number) }
    for (number, value) in h.enumerated() { measure(value, hidden, number) }
    let accumulator = terms?.accumulatorRoundoff ?? 0
    for column in 0..<columns {
      let size = sizes[column]
      if size.isFinite, size < corner.model.largestFinite / 2 {
        let rounding = corner.rounding(count: counts[column], size: size, accumulator: accumulator)
        let share = corner.share(place: column / units, unit: column % units, step: step, row: row)
        z[column] += S(share * rounding)
      } else if z[column].isFinite || !size.isNaN && x.allSatisfy(\.isFinite) && h.allSatisfy(\.isFinite) {
        z[column] = S(corner.undecided)
      }
    }
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
