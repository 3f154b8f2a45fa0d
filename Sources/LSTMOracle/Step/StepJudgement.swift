public import LSTMContract

/// An element and how much of its radius its error used.
public struct ExtremeError: Sendable, Equatable, Codable {
  /// |error| / radius, or |error| in ulp.
  public var value: Double
  /// The array.
  public var part: AnswerPart
  /// The processing step, for an element of `outputs`.
  public var step: Int?
  /// The row of the batch.
  public var row: Int
  /// The unit.
  public var unit: Int
}

/// What the step oracle says of one answer.
public struct StepJudgement: Sendable {
  /// Elements compared with a radius.
  public internal(set) var compared = 0
  /// Elements compared bit for bit.
  public internal(set) var comparedBits = 0
  /// Elements that must be NaN, or infinite, and were looked at.
  public internal(set) var comparedNonFinite = 0
  /// Elements that the model does not decide: counted, not judged.
  public internal(set) var undecided = 0
  /// Elements that were compared only with the wider radius of a reference in double (Docs/tolerances.md, samples).
  public internal(set) var unjudged = 0
  /// How many (row, unit) pairs were judged, where that was a sample.
  public internal(set) var sampledPairs: Int?
  /// The largest |error| / radius.
  public internal(set) var largestRatio: ExtremeError?
  /// The largest |error| in units in the last place of the expected value, of values of at least `leastForUlp`.
  public internal(set) var largestUlp: ExtremeError?
  /// How many elements differ.
  public internal(set) var discrepancies = 0
  /// The first of them in processing order.
  public internal(set) var first: Discrepancy?

  /// Errors of smaller values are not counted in ulp: the activations' class is absolute.
  public static let leastForUlp = 0x1p-6

  /// Whether no element differs, and not all of them are unjudged.
  public var agrees: Bool { discrepancies == 0 && (unjudged == 0 || compared > 0) }

  /// How each array was judged.
  public internal(set) var parts = PartJudgements()

  /// Where the first discrepancy stands.
  private var firstPlace: ElementPlace?

  mutating func note(at place: ElementPlace, _ discrepancy: @autoclosure () -> Discrepancy) {
    discrepancies += 1
    if let firstPlace, firstPlace <= place { return }
    firstPlace = place
    first = discrepancy()
  }

  /// Adds the judgement of other elements of the same answer.
  mutating func add(_ other: StepJudgement) {
    compared += other.compared
    comparedBits += other.comparedBits
    comparedNonFinite += other.comparedNonFinite
    undecided += other.undecided
    for part in AnswerPart.allCases { parts[part].merge(other.parts[part]) }
    if let ratio = other.largestRatio { raiseRatio(ratio) }
    if let ulp = other.largestUlp, ulp.value > largestUlp?.value ?? -1 { largestUlp = ulp }
    discrepancies += other.discrepancies
    if let place = other.firstPlace, firstPlace.map({ place < $0 }) ?? true {
      (first, firstPlace) = (other.first, place)
    }
  }

  mutating func raiseRatio(_ error: ExtremeError) {
    if error.value > largestRatio?.value ?? -1 { largestRatio = error }
  }

  /// This judgement by wider radii with that of a sample of its elements: what is outside either is wrong, and what was
  /// not in the sample is unjudged.
  func narrowed(by sample: StepJudgement, pairs: Int) -> StepJudgement {
    var both = self
    both.sampledPairs = pairs
    both.unjudged = max(0, compared - sample.compared)
    both.compared = sample.compared
    for part in AnswerPart.allCases { both.parts[part].narrow(to: sample.parts[part]) }
    both.largestRatio = sample.largestRatio
    both.largestUlp = sample.largestUlp
    both.discrepancies = max(discrepancies, sample.discrepancies)
    if let place = sample.firstPlace, firstPlace.map({ place <= $0 }) ?? true {
      (both.first, both.firstPlace) = (sample.first, place)
    }
    return both
  }
}

/// The processing order of the elements of an answer: row by row, each step by step, and then the arrays that stand
/// behind the last step.
struct ElementPlace: Comparable {
  var row: Int
  /// nil behind the last step.
  var step: Int?
  var part: AnswerPart
  var unit: Int

  private var key: (Int, Int, Int, Int) {
    (row, step ?? Int.max, AnswerPart.allCases.firstIndex(of: part) ?? 0, unit)
  }

  static func < (left: ElementPlace, right: ElementPlace) -> Bool { left.key < right.key }
}
