internal import LSTMContract

/// The sizes of a case: what its place in the table asks for, within a budget of multiplications.
struct ShapeDraw {
  private(set) var timeSteps = 1
  private(set) var batch = 1
  private(set) var inputSize = 1
  private(set) var units = 1
  /// The length of a masked run that the case shall have, or 0.
  private(set) var maskedRun = 0
  let mixture: SizeMixture

  init(_ random: CounterRandom, _ place: SizeTable.Place, _ profile: SizeProfile) {
    mixture = SizeMixture(random: random)
    switch profile {
    case .small:
      drawSmall(place)
      narrow()
    case .standard, .large: draw(place)
    }
  }

  /// Takes these sizes, with steps, then rows, halved until the case has at most so many multiplications.
  mutating func take(steps: Int, rows: Int, features: Int, units: Int, most: Int = 700_000) {
    (timeSteps, batch, inputSize, self.units) = (steps, rows, features, units)
    while products > most, timeSteps > 1 || batch > 1 {
      if timeSteps > 1 { timeSteps = (timeSteps + 1) / 2 } else { batch = (batch + 1) / 2 }
    }
  }

  private var products: Int { timeSteps * batch * 4 * units * (inputSize + units) }

  /// What every profile has.
  mutating func drawSmall(_ place: SizeTable.Place) {
    let item = place.item
    take(steps: mixture.steps(1), rows: mixture.rows(2), features: mixture.width(3), units: mixture.width(4))
    switch place.kind {
    case .noSteps: timeSteps = 0
    case .noRows: batch = 0
    case .unitsBesideRows, .featuresBesideRows: drawNearPower(place.kind, item, SizeMixture.near(32))
    case .everySmall:
      // 17 has no divisor in common with 40: I runs through 1 to 40 beside H.
      take(
        steps: mixture.from(1, to: 3, 1), rows: item % 20 + 1, features: item * 17 % 40 + 1, units: item % 40 + 1,
        most: .max)
    case .maskedRun:
      maskedRun = 1 + item % 61
      take(
        steps: maskedRun + mixture.from(2, to: 13, 1), rows: mixture.from(1, to: 3, 2),
        features: mixture.from(1, to: 4, 3), units: mixture.from(1, to: 9, 4), most: .max)
    default: break
    }
  }

  /// One of the sizes as H or I, beside one of the batch sizes.
  mutating func drawNearPower(_ kind: SizeKind, _ item: Int, _ sizes: [Int]) {
    let rows = SizeMixture.rowsBeside
    let pair = item % (sizes.count * rows.count)
    let (size, batch) = (sizes[pair / rows.count], rows[pair % rows.count])
    let steps = size * batch > 500 ? 1 : mixture.from(1, to: 4, 1)
    let other = mixture.from(1, to: size > 64 ? 8 : 24, 3)
    let isUnits = kind == .unitsBesideRows
    take(
      steps: steps, rows: batch, features: isUnits ? other : size, units: isUnits ? size : other, most: .max)
  }

  /// H and I of at most 33, T·B of at most 64.
  private mutating func narrow() {
    inputSize = (inputSize - 1) % 33 + 1
    units = (units - 1) % 33 + 1
    if maskedRun > 0 {
      timeSteps = min(timeSteps, 64)
      batch = min(batch, max(64 / max(timeSteps, 1), 1))
    }
    batch = min(batch, 64)
    timeSteps = min(timeSteps, 64 / max(batch, 1))
    keepRunInside()
  }

  private mutating func keepRunInside() { maskedRun = min(maskedRun, max(timeSteps - 2, 0)) }

  /// Cuts the steps to what a regime can use.
  mutating func limitSteps(to most: Int) { timeSteps = min(timeSteps, most) }

  /// Takes the fixed sizes, and halves those that are drawn until a case costs no more than most.
  mutating func fix(_ fixed: FixedSizes) {
    guard !fixed.isEmpty else { return }
    timeSteps = fixed.timeSteps ?? timeSteps
    batch = fixed.batch ?? batch
    inputSize = fixed.inputSize ?? inputSize
    units = fixed.units ?? units
    func halve(_ size: inout Int, unless value: Int?) -> Bool {
      guard value == nil, size > 1 else { return false }
      size = (size + 1) / 2
      return true
    }
    while products > 4_000_000 {
      guard
        halve(&timeSteps, unless: fixed.timeSteps) || halve(&batch, unless: fixed.batch)
          || halve(&inputSize, unless: fixed.inputSize) || halve(&units, unless: fixed.units)
      else { break }
    }
    keepRunInside()
  }
}
