internal import LSTMContract

/// What one step makes of one unit.
struct UnitStep<Wide: WideReal> {
  var o: Tracked<Wide>
  var c: Tracked<Wide>
  var h: Tracked<Wide>
}

/// A value that the oracle follows from step to step: known within a radius, or not finite, or lost.
enum Tracked<Wide: WideReal> {
  /// Finite and in the domain.
  case known(Ranged<Wide>)
  /// Plus or minus infinity in every legal evaluation.
  case infinite(FloatingPointSign)
  /// NaN in every legal evaluation.
  case nan
  /// Not decided by the model: overflow, 0 · Inf, NaN through a clamp.
  case undecided
}

extension RadiusModel {
  /// E1 to E7 of one unit, from the sums of its four columns.
  @inline(__always) func step<Wide: WideReal>(
    _ products: RowProducts, _ nonFinite: [NonFiniteTerms], _ unit: Int, _ options: LSTMOptions,
    previous: Tracked<Wide>
  ) -> UnitStep<Wide> {
    let units = products.columns / 4
    func gate(_ number: Int, _ activation: Activation) -> Tracked<Wide> {
      let column = number * units + unit
      let dot = products.dot(column, as: Wide.self)
      return activated(activation, preActivation(dot, nonFinite.isEmpty ? [] : nonFinite[column]))
    }
    let (i, f) = (gate(0, options.sigmoidActivation), gate(1, options.sigmoidActivation))
    let (j, o) = (gate(2, options.tanhActivation), gate(3, options.sigmoidActivation))
    let c = cell(i: i, f: f, j: j, previous: previous)
    return UnitStep(o: o, c: c, h: hidden(o: o, t: activated(options.tanhActivation, c)))
  }

  /// z of one column from its finite terms and its non-finite ones (R13, Docs/non-finite.md).
  @inline(__always) func preActivation<Wide: WideReal>(
    _ dot: DotProduct<Wide>, _ nonFinite: NonFiniteTerms
  ) -> Tracked<Wide> {
    let radius = radius(of: dot)
    if nonFinite.isEmpty {
      guard let radius else { return .undecided }
      return .known(Ranged(value: dot.sum, radius: radius))
    }
    switch nonFinite.value(finiteInDomain: radius != nil) {
    case .some(let value) where value.isNaN: return .nan
    case .some(let value): return .infinite(value.sign)
    case nil: return .undecided
    }
  }

  /// The activation of a tracked value.
  @inline(__always) func activated<Wide: WideReal>(
    _ activation: Activation, _ z: Tracked<Wide>
  ) -> Tracked<Wide> {
    switch z {
    case .known(let z):
      let result = ranged(activation, of: z.value, within: z.radius, model: model, underflow: underflow)
      return .known(result)
    case .nan:
      // A clamp may swallow NaN: max(0, NaN) is 0 in some implementations.
      switch activation {
      case .tanh, .sigmoid, .identity: return .nan
      case .hardSigmoidFifth, .hardSigmoidSixth, .relu: return .undecided
      }
    case .infinite(let sign):
      if !activation.isBounded {
        return activation == .relu && sign == .minus ? .known(Ranged(value: 0, radius: 0)) : .infinite(sign)
      }
      let limit = sign == .plus ? Wide.infinity : -Wide.infinity
      return .known(ranged(activation, of: limit, within: 0, model: model, underflow: underflow))
    case .undecided: return .undecided
    }
  }

  /// E6 on tracked values.
  @inline(__always) func cell<Wide: WideReal>(
    i: Tracked<Wide>, f: Tracked<Wide>, j: Tracked<Wide>, previous: Tracked<Wide>
  ) -> Tracked<Wide> {
    if case .known(let i) = i, case .known(let f) = f, case .known(let j) = j, case .known(let previous) = previous {
      let gates = Gates(i: i, f: f, j: j, o: i)
      guard let c = cellState(gates, previous: previous) else { return .undecided }
      return .known(c)
    }
    for value in [i, f, j, previous] {
      if case .nan = value { return .nan }
    }
    // c' = Inf stays Inf while f is surely not 0 and i·j is surely in the domain.
    if case .infinite(let sign) = previous, case .known(let f) = f, case .known(let i) = i, case .known(let j) = j,
      abs(Double(f.value)) > f.radius,
      (abs(Double(i.value)) + i.radius) * (abs(Double(j.value)) + j.radius) < domain
    {
      return .infinite(f.value > 0 ? sign : (sign == .plus ? .minus : .plus))
    }
    return .undecided
  }

  /// E7 on tracked values; `t` is the activated cell state.
  @inline(__always) func hidden<Wide: WideReal>(o: Tracked<Wide>, t: Tracked<Wide>) -> Tracked<Wide> {
    if case .known(let o) = o, case .known(let t) = t {
      guard let h = hiddenState(o, squashed: t) else { return .undecided }
      return .known(h)
    }
    if case .nan = o { return .nan }
    if case .nan = t { return .nan }
    return .undecided
  }
}
