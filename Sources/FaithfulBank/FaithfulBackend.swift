/// Faithful implementations that differ from one another in every legal way: none of them may ever be accused.
///
/// This target is the false-alarm bank. It shares no code with the backends, and it is slow on purpose: each
/// pre-activation is summed term by term in the order that its style names.
public import LSTMContract

/// An LSTM evaluated in one legal style.
public struct FaithfulBackend<Scalar: LSTMScalar>: LSTMBackend {
  /// The style.
  public let style: FaithfulStyle

  /// An LSTM in this style.
  public init(_ style: FaithfulStyle) { self.style = style }

  public var name: String { "faithful:\(style.name)" }

  /// False: it is shipped.
  public var isOutside: Bool { false }

  public var model: ArithmeticModel {
    var model = ArithmeticModel(scalar: Scalar.kind, activationUnits: style.tanh == .rational ? 12 : 6)
    model.flushesToZero = style.flushes
    return model
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func run(_ problem: LSTMProblem<Scalar>, into answer: inout LSTMAnswer<Scalar>) throws {
    let (steps, batch, units) = (problem.shape.timeSteps, problem.shape.batch, problem.shape.units)
    let options = problem.options
    func position(_ time: Int, _ row: Int) -> Int { problem.position(time: time, row: row) }
    let stored = style.batchesInputs ? storedInputSums(problem) : []
    for row in 0..<batch {
      var h = Array(problem.initialH.elements[row * units..<(row + 1) * units])
      var c = CellStates(problem.initialC.elements[row * units..<(row + 1) * units], areWide: style.keepsWideCell)
      var y = [Scalar](repeating: 0, count: units)
      for step in 0..<steps {
        let time = options.goBackwards ? steps - 1 - step : step
        if problem.mask?.elements[position(time, row)] ?? true {
          advance(problem, position(time, row), stored, &h, &c)
          y = h
        } else if options.zeroOutputForMask {
          y = Array(repeating: 0, count: units)
        }
        let place = position(options.outputOrder == .aligned ? time : step, row) * units
        for unit in 0..<units { answer.outputs[place + unit] = y[unit] }
      }
      for unit in 0..<units {
        answer.lastOutput[row * units + unit] = y[unit]
        answer.finalH[row * units + unit] = h[unit]
        answer.finalC[row * units + unit] = c.rounded(unit)
      }
    }
    answer.runtime = name
  }

  /// E1 to E7 of one row.
  private func advance(
    _ problem: LSTMProblem<Scalar>, _ place: Int, _ stored: [Scalar], _ h: inout [Scalar],
    _ c: inout CellStates<Scalar>
  ) {
    let (inputSize, units) = (problem.shape.inputSize, problem.shape.units)
    let x = problem.input.elements[place * inputSize..<(place + 1) * inputSize]
    let columns = 4 * units
    let (gates, candidate) = (problem.options.sigmoidActivation, problem.options.tanhActivation)
    var next = h
    for unit in 0..<units {
      func z(_ gate: Int) -> Scalar {
        let column = gate * units + unit
        let hidden = h.enumerated().map { ($1, problem.hiddenKernel[$0 * columns + column]) }
        let bias = problem.bias?[column] ?? 0
        if style.batchesInputs {
          let sum = sum(of: hidden, from: stored[place * columns + column])
          return style.startsWithBias ? sum : flushed(sum + bias)
        }
        let inputs = x.enumerated().map { ($1, problem.inputKernel[$0 * columns + column]) }
        return preActivation(inputs, hidden, bias)
      }
      let isInVector = unit < units / 8 * 8
      func activated(_ activation: Activation, _ z: Scalar) -> Scalar {
        self.activation(activation, z, isInVector: isInVector)
      }
      let (i, f, o) = (activated(gates, z(0)), activated(gates, z(1)), activated(gates, z(3)))
      let j = activated(candidate, z(2))
      if style.keepsWideCell {
        let wide = c.advance(unit, i: i, f: f, j: j)
        next[unit] =
          candidate == .tanh ? Scalar(Double(o) * hyperbolicTangent(wide)) : o * activated(candidate, Scalar(wide))
        continue
      }
      let kept = flushed(f * c.rounded(unit))
      let new = flushed(style.fusesCell ? kept.addingProduct(i, j) : kept + flushed(i * j))
      c.set(unit, new)
      next[unit] = flushed(o * activated(candidate, new))
    }
    h = next
  }

  /// x·K of every position of the input, in blocks, with the bias where the sum starts with it: [T·B, 4H].
  private func storedInputSums(_ problem: LSTMProblem<Scalar>) -> [Scalar] {
    let (inputSize, columns) = (problem.shape.inputSize, problem.shape.gateColumns)
    var sums: [Scalar] = []
    sums.reserveCapacity(problem.shape.timeSteps * problem.shape.batch * columns)
    for place in 0..<problem.shape.timeSteps * problem.shape.batch {
      for column in 0..<columns {
        let terms = (0..<inputSize).map {
          (problem.input[place * inputSize + $0], problem.inputKernel[$0 * columns + column])
        }
        sums.append(sum(of: terms, from: style.startsWithBias ? problem.bias?[column] ?? 0 : 0))
      }
    }
    return sums
  }

  private func preActivation(
    _ inputs: [(Scalar, Scalar)], _ hidden: [(Scalar, Scalar)], _ bias: Scalar
  ) -> Scalar {
    let start = style.startsWithBias ? bias : 0
    let sum =
      style.splits
      ? flushed(sum(of: inputs, from: start) + self.sum(of: hidden, from: 0))
      : self.sum(of: inputs + hidden, from: start)
    return style.startsWithBias ? sum : flushed(sum + bias)
  }

  private func sum(of terms: [(Scalar, Scalar)], from start: Scalar) -> Scalar {
    switch style.order {
    case .sequential: chain(terms[...], start)
    case .reversed: chain(terms.reversed()[...], start)
    case .pairwise: flushed(start + halves(terms[...]))
    case .blocked:
      stride(from: 0, to: terms.count, by: 16).reduce(start) { total, from in
        flushed(total + chain(terms[from..<min(from + 16, terms.count)], 0))
      }
    case .lanes:
      (0..<8).reduce(start) { total, lane in
        let own = stride(from: lane, to: terms.count, by: 8).map { terms[$0] }
        return flushed(total + chain(own[...], 0))
      }
    case .signSorted:
      chain(terms.filter { $0.0 * $0.1 >= 0 }[...] + terms.filter { !($0.0 * $0.1 >= 0) }[...], start)
    }
  }

  private func chain(_ terms: ArraySlice<(Scalar, Scalar)>, _ start: Scalar) -> Scalar {
    terms.reduce(start) { total, term in
      style.fuses
        ? flushed(total.addingProduct(term.0, term.1)) : flushed(total + flushed(term.0 * term.1))
    }
  }

  private func halves(_ terms: ArraySlice<(Scalar, Scalar)>) -> Scalar {
    guard terms.count > 2 else { return chain(terms, 0) }
    let middle = terms.startIndex + terms.count / 2
    return flushed(halves(terms[..<middle]) + halves(terms[middle...]))
  }

  @inline(__always) func flushed(_ value: Scalar) -> Scalar {
    style.flushes && value.isSubnormal ? (value.sign == .minus ? -0.0 : 0) : value
  }
}
