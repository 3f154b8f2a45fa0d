internal import CLSTMOracle
internal import LSTMContract

/// The errors of a row's h and c as signed coefficients of every error made so far (R38).
///
/// It follows the recursion of R6, whose radii in use bound what is not linear, and lowers them where its own are smaller.
final class Generators<Scalar: OracleScalar> {
  private let prepared: PreparedProblem<Scalar>
  private let radii: RadiusModel
  private let units: Int
  private var symbols: Symbols
  /// Whether all that the row has is known: where something is not, the recursion goes on alone.
  private var isFollowing = false
  private let image: SymbolImage<Scalar>
  /// The c of the step before with the radii in use, and the row sums of its coefficients: [H].
  private var previousC: [Double]
  private var previousRadius: [Double]
  private var previousSums: [Double]

  /// One unit roundoff of the arithmetic of the coefficients.
  private static var roundoff: Double { 0x1p-53 }

  init(_ prepared: PreparedProblem<Scalar>, _ radii: RadiusModel) {
    (self.prepared, self.radii, units) = (prepared, radii, prepared.problem.shape.units)
    let capacity = GeneratorCost.capacity(prepared.problem.shape)
    symbols = Symbols(units: units, capacity: capacity)
    image = SymbolImage(units: units, capacity: capacity)
    previousC = Array(repeating: 0, count: units)
    (previousRadius, previousSums) = (previousC, previousC)
  }

  deinit { symbols.deallocate() }

  /// Begins a row whose h and c are exact.
  func begin() {
    symbols.forget()
    isFollowing = true
    previousSums = Array(repeating: 0, count: units)
  }

  /// Keeps what the step is about to overwrite.
  func prepare(_ c: RangedColumns) {
    for unit in 0..<units { (previousC[unit], previousRadius[unit]) = (c.value[unit], c.radius[unit]) }
  }

  /// Carries the errors over a step that the recursion has done, and lowers its radii of c and h.
  func advance(_ memory: StepMemory, _ products: RowProducts) {
    guard isFollowing else { return }
    isFollowing = isKnown(memory)
    guard isFollowing else { return }
    image.form(of: symbols, prepared.hiddenKernel)
    let (options, roundoff) = (prepared.problem.options, Self.roundoff)
    let (i, f, j, o) = (
      gate(0, memory, products, options.sigmoidActivation), gate(1, memory, products, options.sigmoidActivation),
      gate(2, memory, products, options.tanhActivation), gate(3, memory, products, options.sigmoidActivation)
    )
    var cell = LinearStep(units: units)
    for unit in 0..<units {
      let (kept, radius) = (previousC[unit], previousRadius[unit])
      cell.carried[unit] = f.value[unit]
      cell.first[unit] = j.value[unit] * i.lines[unit].slope
      cell.second[unit] = kept * f.lines[unit].slope
      cell.third[unit] = i.value[unit] * j.lines[unit].slope
      // R17's roundings: what its radius has besides q1 and q2.
      let products =
        f.radius[unit] * abs(kept) + (abs(f.value[unit]) + f.radius[unit]) * radius
        + i.radius[unit] * abs(j.value[unit]) + (abs(i.value[unit]) + i.radius[unit]) * j.radius[unit]
      let rounding = left(of: memory.c.radius[unit], without: products)
      let coefficients =
        abs(cell.carried[unit]) * previousSums[unit] + abs(cell.first[unit]) * image.sums[unit]
        + abs(cell.second[unit]) * image.sums[units + unit] + abs(cell.third[unit]) * image.sums[2 * units + unit]
      cell.new[unit] =
        (abs(kept) * f.error[unit] + abs(j.value[unit]) * i.error[unit] + abs(i.value[unit]) * j.error[unit]
          + f.bound[unit] * radius + i.bound[unit] * j.bound[unit] + rounding + 16 * roundoff * coefficients
          + Self.vanishing) * RadiusModel.inflation
    }
    cell.apply(to: symbols.c, symbols.count, images: (image.values, 0, 1, 2))
    settle(&cell, symbols.c, within: memory.c)
    previousSums = cell.totals

    var hidden = LinearStep(units: units)
    for unit in 0..<units {
      let (t, c) = (memory.squashed, memory.c)
      let line = ActivationLine(
        options.tanhActivation, argument: c.value[unit], value: t.value[unit], reach: c.radius[unit],
        radius: t.radius[unit], radii)
      let bound = min(t.radius[unit], line.radius(reach: c.radius[unit]))
      hidden.carried[unit] = o.value[unit] * line.slope
      hidden.first[unit] = t.value[unit] * o.lines[unit].slope
      let product = o.radius[unit] * abs(t.value[unit]) + (abs(o.value[unit]) + o.radius[unit]) * t.radius[unit]
      let coefficients =
        abs(hidden.carried[unit]) * previousSums[unit] + abs(hidden.first[unit]) * image.sums[3 * units + unit]
      // h may be formed from c before it was stored more coarsely.
      let stored = radii.constants.storage_c * (abs(c.value[unit]) + c.radius[unit])
      hidden.new[unit] =
        (abs(o.value[unit]) * line.error + abs(t.value[unit]) * o.error[unit] + o.bound[unit] * bound
          + left(of: memory.h.radius[unit], without: product) + abs(hidden.carried[unit]) * stored
          + 16 * roundoff * coefficients + Self.vanishing) * RadiusModel.inflation
    }
    hidden.apply(to: symbols.h, from: symbols.c, symbols.count, images: (image.values, 3))
    let ofC = zip(hidden.carried, cell.new).map { $0 * $1 }
    for unit in 0..<units { hidden.sums[unit] += abs(ofC[unit]) }
    let before = hidden.sums
    settle(&hidden, symbols.h, within: memory.h)
    symbols.makeRoom()
    for unit in 0..<units {
      // Where the row was boxed, its share of the new error of c is in the box.
      let isBoxed = hidden.sums[unit] == 0 && before[unit] != 0
      symbols.append(unit: unit, h: isBoxed ? 0 : ofC[unit], c: cell.new[unit])
      symbols.append(unit: unit, h: hidden.new[unit], c: 0)
    }
    previousSums = symbols.sumsOfC()
  }

  /// What underflows in the coefficients.
  private static var vanishing: Double { 0x1p-1000 }

  private func isKnown(_ memory: StepMemory) -> Bool {
    (0..<units).allSatisfy {
      memory.c.radius[$0].isFinite && memory.h.radius[$0].isFinite && memory.c.value[$0].isFinite
    }
      && (0..<4 * units).allSatisfy { memory.z.value[$0].isFinite && memory.z.radius[$0].isFinite }
      && (0..<units).allSatisfy { previousC[$0].isFinite && previousRadius[$0].isFinite }
  }

  /// What a radius has besides a part of it, both rounded.
  private func left(of radius: Double, without part: Double) -> Double { max(radius - part, 0) + 0x1p-48 * radius }

  /// Takes the smaller of each two radii. A row of coefficients far above the radius in use becomes one symbol.
  private func settle(
    _ step: inout LinearStep, _ coefficients: UnsafeMutablePointer<Double>, within columns: RangedColumns
  ) {
    for unit in 0..<units {
      let own = (step.sums[unit] + step.new[unit]) * RadiusModel.inflation
      let known = columns.radius[unit]
      if own < 2 * known {
        columns.radius[unit] = min(own, known)
      } else {
        for symbol in 0..<symbols.count { coefficients[symbol * units + unit] = 0 }
        (step.sums[unit], step.new[unit]) = (0, known)
      }
    }
  }

  /// One gate of all units near the reference's.
  private func gate(_ number: Int, _ memory: StepMemory, _ products: RowProducts, _ activation: Activation) -> GateLines
  {
    let (z, gate) = (memory.z.from(number * units), memory.gates.from(number * units))
    var lines = GateLines(gate, units)
    for unit in 0..<units {
      let column = number * units + unit
      // E of R10 and R11, with what the reference drops of its own h, and the rounding of the images.
      let dropped = Scalar.usesPairs ? 0 : 0x1p-52 * products.magnitude[column]
      let local =
        left(of: z.radius[unit], without: products.inherited[column]) + dropped
        + 1.01 * Double(units + 2) * Self.roundoff * image.spreads[column] + Self.vanishing
      let reach = min(z.radius[unit], (image.sums[column] + local) * RadiusModel.inflation)
      let line = ActivationLine(
        activation, argument: z.value[unit], value: gate.value[unit], reach: reach, radius: gate.radius[unit], radii)
      lines.lines.append(line)
      lines.error.append((abs(line.slope) * local + line.error) * RadiusModel.inflation)
      lines.bound.append(min(gate.radius[unit], line.radius(reach: reach)))
    }
    return lines
  }
}

/// A gate's values and radii by the recursion, with its line, the part of its error that is new, and its smallest radius.
private struct GateLines {
  let value: UnsafeMutablePointer<Double>
  let radius: UnsafeMutablePointer<Double>
  var lines: [ActivationLine] = []
  var error: [Double] = []
  var bound: [Double] = []

  init(_ gate: RangedColumns, _ units: Int) {
    (value, radius) = (gate.value, gate.radius)
    lines.reserveCapacity(units)
    error.reserveCapacity(units)
    bound.reserveCapacity(units)
  }
}
