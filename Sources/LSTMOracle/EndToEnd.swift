public import LSTMContract

/// The reference's own answer: every element with the radius of a whole run.
public struct ReferenceAnswer: Sendable {
  /// One array of an answer.
  public struct Part: Sendable {
    /// The values, rounded to double.
    public internal(set) var value: [Double]
    /// What rounding to double left off: value + rest is good to the reference type.
    public internal(set) var rest: [Double]
    /// End-to-end radii; NaN where the model decides nothing.
    public internal(set) var radius: [Double]

    init(count: Int) {
      value = Array(repeating: 0, count: count)
      rest = value
      radius = value
    }
  }

  /// y_{T-1}: [B, H].
  public internal(set) var lastOutput: Part
  /// y in the layout of the problem.
  public internal(set) var outputs: Part
  /// h_{T-1}: [B, H].
  public internal(set) var finalH: Part
  /// c_{T-1}: [B, H].
  public internal(set) var finalC: Part

  /// One of the four arrays.
  public subscript(part: AnswerPart) -> Part {
    switch part {
    case .lastOutput: lastOutput
    case .outputs: outputs
    case .finalH: finalH
    case .finalC: finalC
    }
  }
}

/// Runs the equations on the reference's own h, with r_h carried into D of the next step (R6).
struct EndToEnd<Scalar: OracleScalar, Wide: WideReal> {
  private let prepared: PreparedProblem<Scalar, Wide>
  private let radii: RadiusModel
  private let scratch: RowTable
  private let operands: Operands

  /// The state of one row. A unit that is not `known` makes the row undecided from the next step on.
  private struct RowState {
    var h: [Wide]
    var hRadius: [Double]
    var c: [Tracked<Wide>]
    var isDecided: Bool
  }

  init(_ prepared: PreparedProblem<Scalar, Wide>, _ model: ArithmeticModel) {
    self.prepared = prepared
    radii = RadiusModel(model)
    scratch = RowTable(rows: 1, columns: 4 * prepared.problem.shape.units)
    operands = Operands(capacity: prepared.problem.shape.units)
  }

  func answer() -> ReferenceAnswer {
    let (problem, walk) = (prepared.problem, prepared.walk)
    let (steps, batch, units) = (problem.shape.timeSteps, problem.shape.batch, problem.shape.units)
    let state = ReferenceAnswer.Part(count: batch * units)
    var answer = ReferenceAnswer(
      lastOutput: state, outputs: ReferenceAnswer.Part(count: steps * batch * units), finalH: state, finalC: state)
    for row in 0..<batch {
      let range = row * units..<(row + 1) * units
      let h0 = problem.initialH.elements[range]
      var current = RowState(
        h: h0.map { $0.isFinite ? Wide($0) : 0 }, hRadius: Array(repeating: 0, count: units),
        c: problem.initialC.elements[range].map {
          $0.isFinite ? .known(Ranged(value: Wide($0), radius: 0)) : .undecided
        },
        isDecided: h0.allSatisfy(\.isFinite))
      let (startH, startRadius) = (current.h, h0.map { $0.isFinite ? 0 : Double.nan })
      var used = false
      var y = [Wide](repeating: 0, count: units)
      var yRadius = [Double](repeating: 0, count: units)
      for step in 0..<steps {
        if walk.isUsed(step: step, row: row) {
          used = true
          advance(&current, step * batch + row)
          (y, yRadius) = (current.h, current.hRadius)
        } else if problem.options.zeroOutputForMask {
          y = Array(repeating: 0, count: units)
          yRadius = Array(repeating: 0, count: units)
        }
        let start = walk.outputPosition(step: step, row: row) * units
        for unit in 0..<units { store(y[unit], yRadius[unit], at: start + unit, in: &answer.outputs) }
      }
      for unit in 0..<units {
        let place = row * units + unit
        store(y[unit], yRadius[unit], at: place, in: &answer.lastOutput)
        let (h, radius) = used ? (current.h[unit], current.hRadius[unit]) : (startH[unit], startRadius[unit])
        store(h, radius, at: place, in: &answer.finalH)
        if case .known(let c) = current.c[unit] {
          store(c.value, c.radius, at: place, in: &answer.finalC)
        } else {
          store(0, .nan, at: place, in: &answer.finalC)
        }
      }
    }
    return answer
  }

  private func advance(_ state: inout RowState, _ index: Int) {
    let units = state.h.count
    let options = prepared.problem.options
    guard state.isDecided, prepared.hiddenKernel.isFinite else {
      state.c = Array(repeating: .undecided, count: units)
      state.hRadius = Array(repeating: .nan, count: units)
      state.isDecided = false
      return
    }
    scratch.copy(index, of: prepared.inputProducts, to: 0)
    let products = scratch[0]
    let isExact = state.hRadius.allSatisfy { $0 == 0 }
    state.h.withUnsafeBufferPointer { h in
      operands.take(wide: h, as: Scalar.self)
      products.add(
        operands, kernel: prepared.hiddenKernel, isExact: isExact, countsSubnormals: radii.model.denormalsAreZero)
      guard !isExact else { return }
      state.hRadius.withUnsafeBufferPointer {
        products.inherit($0, from: prepared.hiddenKernel) { h[$0] == 0 }
      }
    }
    let nonFinite = prepared.inputNonFinite(index)
    for unit in 0..<units {
      let next = radii.step(products, nonFinite, unit, options, previous: state.c[unit])
      state.c[unit] = next.c
      if case .known(let h) = next.h {
        (state.h[unit], state.hRadius[unit]) = (h.value, h.radius)
      } else {
        (state.h[unit], state.hRadius[unit]) = (0, .nan)
        state.isDecided = false
      }
    }
  }

  private func store(_ value: Wide, _ radius: Double, at place: Int, in part: inout ReferenceAnswer.Part) {
    let rounded = Double(value)
    part.value[place] = rounded
    part.rest[place] = Double(value - Wide(rounded))
    part.radius[place] = radius
  }
}
