internal import CLSTMOracle
internal import LSTMContract

/// E1 to E7 of one step for all units of a row, or of several rows side by side, and the memory that this takes.
///
/// The units of the rows stand one behind the other, in each of the four gates as in c and h.
///
/// Where a value is known its radius is a number; where it is infinite or NaN in every legal evaluation, the arrays of
/// `NonFiniteValue` say so, which are looked at only where something of that kind has appeared in the row.
final class StepMemory {
  private let units: Int
  private let numbers: UnsafeMutablePointer<Double>
  /// z, and then the gates i, f, j, o: [4H].
  let z: RangedColumns
  let gates: RangedColumns
  /// The cell state before and after the step: [H].
  let c: RangedColumns
  /// The cell state's activation: [H].
  let squashed: RangedColumns
  /// The hidden state: [H].
  let h: RangedColumns
  /// The subject's own values, as doubles: [H].
  let observed: UnsafeMutablePointer<Double>
  let errors: clstm_oracle_errors
  /// Where no cell state explains the hidden state that was observed: [H].
  let conflicts: UnsafeMutablePointer<Bool>

  /// Whether a value of the rows is not finite.
  private var hasNonFinite = false
  private var gateKinds: [NonFiniteValue] = []
  private(set) var cKinds: [NonFiniteValue]
  private(set) var hKinds: [NonFiniteValue]

  /// - Parameter units: how many units all rows have at most.
  init(units: Int) {
    self.units = units
    // A row among others may begin within a vector: one more.
    let lanes = wholeLanes(1)
    let (row, rows) = (wholeLanes(units) + lanes, wholeLanes(4 * units) + wholeLanes(units) + lanes)
    let count = 2 * RangedColumns.arrays * rows + 3 * RangedColumns.arrays * row + 4 * row
    numbers = .allocate(capacity: count)
    numbers.initialize(repeating: 0, count: count)
    var next = numbers
    func take(_ size: Int) -> UnsafeMutablePointer<Double> {
      defer { next += size }
      return next
    }
    z = RangedColumns(take(RangedColumns.arrays * rows), count: rows)
    gates = RangedColumns(take(RangedColumns.arrays * rows), count: rows)
    c = RangedColumns(take(RangedColumns.arrays * row), count: row)
    squashed = RangedColumns(take(RangedColumns.arrays * row), count: row)
    h = RangedColumns(take(RangedColumns.arrays * row), count: row)
    observed = take(row)
    errors = clstm_oracle_errors(error: take(row), ratio: take(row), ulp: take(row))
    conflicts = .allocate(capacity: row)
    conflicts.initialize(repeating: false, count: row)
    cKinds = Array(repeating: .none, count: units)
    hKinds = cKinds
  }

  deinit {
    numbers.deallocate()
    conflicts.deallocate()
  }

  /// Begins a row at the cell state c0, its units from `first` on.
  func begin<Scalar: OracleScalar>(c0: some RandomAccessCollection<Scalar>, at first: Int) {
    if first == 0 { hasNonFinite = false }
    for (place, element) in c0.enumerated() {
      let (unit, value) = (first + place, Double(element))
      c.set(unit, value: value, radius: value.isFinite ? 0 : .nan)
      hKinds[unit] = .none
      cKinds[unit] = NonFiniteValue(value)
      if !value.isFinite { hasNonFinite = true }
    }
  }

  /// Forgets what is infinite or NaN: those cell states are undecided.
  func forgetNonFinite() {
    hasNonFinite = false
    for unit in 0..<units { cKinds[unit] = .none }
  }

  /// The output gate of the last step, of so many units.
  func outputGate(ofUnits units: Int) -> RangedColumns { gates.from(3 * units) }

  /// Computes the next cell state and the hidden state of the first units from the sums of their rows.
  func advance(
    _ products: RowProducts, _ nonFinite: [NonFiniteTerms], units: Int, _ options: LSTMOptions, _ radii: RadiusModel
  ) {
    if !nonFinite.isEmpty { hasNonFinite = true }
    let (tanh, sigmoid) = (options.tanhActivation, options.sigmoidActivation)
    withUnsafePointer(to: radii.constants) { model in
      products.withPointer { clstm_oracle_preactivation(model, $0, 4 * units, z.pointers) }
      if hasNonFinite { markPreActivations(nonFinite, units, radii) }
      // Each call may overwrite the begin of the gate behind it, which comes next.
      clstm_oracle_activate(model, sigmoid.oracleCode, z.pointers, 2 * units, gates.pointers)
      clstm_oracle_activate(
        model, tanh.oracleCode, z.from(2 * units).pointers, units, gates.from(2 * units).pointers)
      clstm_oracle_activate(
        model, sigmoid.oracleCode, z.from(3 * units).pointers, units, gates.from(3 * units).pointers)
      let (i, f, j, o) = (gates, gates.from(units), gates.from(2 * units), outputGate(ofUnits: units))
      if hasNonFinite {
        for column in 0..<4 * units {
          mark(gates, column, &gateKinds, activated: column / units == 2 ? tanh : sigmoid)
        }
        markInfiniteCells(i: i, f: f, j: j, units, radii)
      }
      clstm_oracle_cell(model, i.pointers, f.pointers, j.pointers, c.pointers, units, c.pointers)
      if hasNonFinite { liftInfiniteCells(units) }
      clstm_oracle_activate(model, tanh.oracleCode, c.pointers, units, squashed.pointers)
      if hasNonFinite {
        lowerInfiniteCells(units)
        hKinds = cKinds
        for unit in 0..<units { mark(squashed, unit, &hKinds, activated: tanh) }
      }
      clstm_oracle_hidden(model, o.pointers, squashed.pointers, units, h.pointers)
    }
    guard hasNonFinite else { return }
    for unit in 0..<units {
      let isNaN = gateKinds[3 * units + unit] == .nan || hKinds[unit] == .nan
      let isKnown = outputGate(ofUnits: units).isKnown(unit) && squashed.isKnown(unit)
      if !isKnown { h.set(unit, value: 0, radius: .nan) }
      hKinds[unit] = isNaN ? .nan : .none
    }
  }
}

extension StepMemory {
  /// z where a term is not finite: NaN, infinite, or undecided.
  private func markPreActivations(_ nonFinite: [NonFiniteTerms], _ units: Int, _ radii: RadiusModel) {
    gateKinds = Array(repeating: .none, count: 4 * units)
    for column in nonFinite.indices where !nonFinite[column].isEmpty {
      let value = nonFinite[column].value(
        finiteInDomain: z.isKnown(column), denormalsAreZero: radii.model.denormalsAreZero)
      gateKinds[column] = value.map { NonFiniteValue($0) } ?? .none
      let infinity = gateKinds[column].infinity
      z.set(column, value: infinity ?? 0, radius: infinity == nil ? .nan : 0)
    }
  }

  /// What an activation makes of an argument that is not finite. A bounded one has computed its limit.
  private func mark(
    _ values: RangedColumns, _ place: Int, _ kinds: inout [NonFiniteValue], activated activation: Activation
  ) {
    switch kinds[place] {
    case .none: return
    case .nan:
      values.set(place, value: 0, radius: .nan)
      // A clamp may swallow NaN: max(0, NaN) is 0 in some implementations.
      switch activation.kind {
      case .tanh, .sigmoid, .identity: return
      case .hardSigmoid, .relu: kinds[place] = .none
      }
    case .positiveInfinity, .negativeInfinity:
      if activation.isBounded || (activation == .relu && kinds[place] == .negativeInfinity) {
        kinds[place] = .none
      } else {
        values.set(place, value: 0, radius: .nan)
      }
    }
  }

  /// c' = Inf stays Inf while f is surely not 0 and i·j is surely in the domain; NaN stays NaN.
  private func markInfiniteCells(
    i: RangedColumns, f: RangedColumns, j: RangedColumns, _ units: Int, _ radii: RadiusModel
  ) {
    for unit in 0..<units {
      let isNaN =
        cKinds[unit] == .nan || (0..<3).contains { gateKinds[$0 * units + unit] == .nan }
      guard !isNaN else {
        cKinds[unit] = .nan
        continue
      }
      guard let infinity = cKinds[unit].infinity else { continue }
      let stays =
        f.isKnown(unit) && abs(f.value[unit]) > f.radius[unit]
        && (abs(i.value[unit]) + i.radius[unit]) * (abs(j.value[unit]) + j.radius[unit]) < radii.constants.domain
      cKinds[unit] = stays ? NonFiniteValue(f.value[unit] > 0 ? infinity : -infinity) : .none
    }
  }

  /// Shows infinite cell states to the activation as such.
  private func liftInfiniteCells(_ units: Int) {
    for unit in 0..<units {
      if let infinity = cKinds[unit].infinity { c.set(unit, value: infinity, radius: 0) }
    }
  }

  /// What is infinite has no radius.
  private func lowerInfiniteCells(_ units: Int) {
    for unit in 0..<units where cKinds[unit] != .none { c.set(unit, value: 0, radius: .nan) }
  }
}
