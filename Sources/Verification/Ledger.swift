internal import LSTMContract
public import LSTMOracle

/// An extreme value with the case that reached it.
public struct Extreme: Sendable, Codable, Equatable {
  /// The value and the element where it stands.
  public var error: ExtremeError
  /// The line that makes the case again.
  public var line: String
}

/// What was counted of one subject.
public struct SubjectRecord: Sendable, Codable {
  /// The subject's name.
  public var name: String
  /// The arithmetic that it declares, a line for each scalar type.
  public var models: [String]
  /// What else there is to say of it, such as what the activation probe read.
  public var remarks: [String] = []
  /// The code paths that ran, by their own names.
  public var runtimes: Set<String> = []
  /// Cases put to it.
  public var cases = 0
  /// Cases in which every check of the step oracle held.
  public var agrees = 0
  /// Cases in which it did not.
  public var disagrees = 0
  /// Cases that it declined with a reason.
  public var refused = 0
  /// Cases in which it gave no answer.
  public var broke = 0
  /// Elements compared with a radius.
  public var compared = 0
  /// Elements compared bit for bit.
  public var comparedBits = 0
  /// Elements that must be NaN or infinite.
  public var comparedNonFinite = 0
  /// Elements that the model does not decide.
  public var undecided = 0
  /// The largest |error| / radius.
  public var largestRatio: Extreme?
  /// The largest |error| in ulp, of values of at least 1/64.
  public var largestUlp: Extreme?
  /// Cases also judged by the second tier (R24).
  public var secondTierCases = 0
  /// How many of those it calls suspicious: right by every bound, and further off than rounding errors usually are.
  public var suspicious = 0
  /// The first of them, with the element.
  public var firstSuspicious: String?
  /// Seconds spent in its calls.
  public var seconds = 0.0

  mutating func add(_ judgement: StepJudgement, line: () -> String) {
    cases += 1
    if judgement.agrees { agrees += 1 } else { disagrees += 1 }
    compared += judgement.compared
    comparedBits += judgement.comparedBits
    comparedNonFinite += judgement.comparedNonFinite
    undecided += judgement.undecided
    raise(&largestRatio, judgement.largestRatio, line)
    raise(&largestUlp, judgement.largestUlp, line)
  }

  private func raise(_ extreme: inout Extreme?, _ error: ExtremeError?, _ line: () -> String) {
    guard let error, error.value > extreme?.error.value ?? -1 else { return }
    extreme = Extreme(error: error, line: line())
  }

  mutating func merge(_ other: SubjectRecord) {
    runtimes.formUnion(other.runtimes)
    cases += other.cases
    agrees += other.agrees
    disagrees += other.disagrees
    refused += other.refused
    broke += other.broke
    compared += other.compared
    comparedBits += other.comparedBits
    comparedNonFinite += other.comparedNonFinite
    undecided += other.undecided
    secondTierCases += other.secondTierCases
    suspicious += other.suspicious
    firstSuspicious = firstSuspicious ?? other.firstSuspicious
    seconds += other.seconds
    if let extreme = other.largestRatio { raise(&largestRatio, extreme.error) { extreme.line } }
    if let extreme = other.largestUlp { raise(&largestUlp, extreme.error) { extreme.line } }
  }
}

extension SubjectRecord {
  /// Judges an answer that the oracle accepted by the second tier.
  mutating func addSecondTier<Scalar: LSTMScalar>(
    _ oracle: Oracle<Scalar>, _ answer: LSTMAnswer<Scalar>, _ model: ArithmeticModel, line: () -> String
  ) {
    secondTierCases += 1
    guard let first = oracle.judge(answer, model: model, tier: .statistical).first else { return }
    suspicious += 1
    firstSuspicious = firstSuspicious ?? "\(first), in '\(line())'"
  }
}

/// What was counted of one comparison: a law on a subject, or a pair of subjects.
public struct ComparisonRecord: Sendable, Codable {
  /// Cases to which it was applied.
  public var applied = 0
  /// Cases in which at least one element was decidable.
  public var decidable = 0
  /// Cases in which every element was vacuous or undecided: counted, never held.
  public var vacuous = 0
  /// Cases in which it failed.
  public var failed = 0

  mutating func merge(_ other: ComparisonRecord) {
    applied += other.applied
    decidable += other.decidable
    vacuous += other.vacuous
    failed += other.failed
  }
}

/// Counts every verdict of a campaign. Ledgers of disjoint blocks of cases merge to the ledger of their union.
public struct Ledger: Sendable, Codable {
  /// Cases drawn.
  public var cases = 0
  /// How many cases bore each label.
  public var labels: [String: Int] = [:]
  /// How often each size was drawn; reports hold what it comes to.
  var sizes = CaseSizes()
  /// One record for each subject, in the order in which they were given.
  public var subjects: [SubjectRecord]
  /// The record of the reference in the interpreter, where there is one.
  public var reference: SubjectRecord?
  /// By law, then by subject.
  public var laws: [String: [String: ComparisonRecord]] = [:]
  /// By `first, second`.
  public var pairs: [String: ComparisonRecord] = [:]
  /// Whether the cases can tell a right implementation from a wrong one.
  public var discrimination = DiscriminationRecord()

  private enum CodingKeys: String, CodingKey {
    case cases, labels, subjects, reference, laws, pairs, discrimination
  }

  mutating func merge(_ other: Ledger) {
    cases += other.cases
    sizes.merge(other.sizes)
    labels.merge(other.labels, uniquingKeysWith: +)
    for index in subjects.indices { subjects[index].merge(other.subjects[index]) }
    if let record = other.reference { reference?.merge(record) }
    discrimination.merge(other.discrimination)
    for (law, records) in other.laws {
      for (subject, record) in records {
        laws[law, default: [:]][subject, default: ComparisonRecord()].merge(record)
      }
    }
    for (pair, record) in other.pairs { pairs[pair, default: ComparisonRecord()].merge(record) }
  }
}
