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
public struct SubjectRecord: Sendable, Encodable {
  /// The subject's name.
  public var name: String
  /// The arithmetic that it declares, a line for each scalar type: what lies outside is wrong.
  public var models: [String]
  /// The tighter arithmetic that its sampled answers suggest, likewise: what lies outside is suspicious.
  public var probedModels: [String] = []
  /// What else there is to say of it, such as what the activation probe read.
  public var remarks: [String] = []
  /// What to know first where it is found wrong: an activation that is an approximation.
  public var cautions: [String] = []
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
  /// What it declined, how often and why.
  public var refusals = RefusalRecord()
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
  /// Elements of very large cases that were left out of the sample which is judged.
  public var unjudged = 0
  /// Cases of which a sample was judged.
  public var sampledCases = 0
  /// Elements of those cases that were judged with a radius in pairs of doubles.
  public var sampledElements = 0
  /// The smallest of those samples, in (row, unit) pairs.
  public var smallestSample: Int?
  /// By array of the answer: how its elements were judged.
  public var parts: [String: PartJudgement] = [:]
  /// Cases with at least one element that the model does not decide.
  public var partlyUndecided = 0
  /// The largest |error| / radius of an element inside its radius: the radius of the probed class where there is one.
  public var largestRatio: Extreme?
  /// The largest |error| in ulp, of values of at least 1/64.
  public var largestUlp: Extreme?
  /// Cases also judged by the second tier (R24).
  public var secondTierCases = 0
  /// How many of those lie outside it: right by every bound, and further off than rounding errors usually are.
  public var outsideSecondTier = 0
  /// The first of them, with the element.
  public var firstOutsideSecondTier: String?
  /// Cases inside the declared class and outside the probed one.
  public var suspicious = 0
  /// The first of them, with the element.
  public var firstSuspicious: String?
  /// Whether standard mistakes are noticed under its own model; nil where that is no wider than the default.
  public var ownDiscrimination: OwnDiscrimination?
  /// Seconds spent in its calls.
  public var seconds = 0.0

  /// Counts an answer that was judged under two models.
  mutating func add(_ verdict: ClassVerdict, line: () -> String) {
    let ratio = largestRatio
    add(verdict.declared, line: line)
    largestRatio = ratio
    raise(&largestRatio, verdict.tightest.largestRatio, line)
    guard let suspicion = verdict.suspicion else { return }
    suspicious += 1
    if firstSuspicious == nil { firstSuspicious = "\(suspicion), in '\(line())'" }
  }

  mutating func add(_ judgement: StepJudgement, line: () -> String) {
    cases += 1
    if judgement.agrees { agrees += 1 } else { disagrees += 1 }
    compared += judgement.compared
    comparedBits += judgement.comparedBits
    comparedNonFinite += judgement.comparedNonFinite
    undecided += judgement.undecided
    unjudged += judgement.unjudged
    if judgement.unjudged > 0 {
      sampledCases += 1
      sampledElements += judgement.compared
      smallestSample = [smallestSample, judgement.sampledPairs].compactMap(\.self).min()
    }
    if judgement.undecided > 0 { partlyUndecided += 1 }
    for part in AnswerPart.allCases { parts[part.rawValue, default: PartJudgement()].merge(judgement.parts[part]) }
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
    refusals.merge(other.refusals)
    broke += other.broke
    compared += other.compared
    comparedBits += other.comparedBits
    comparedNonFinite += other.comparedNonFinite
    undecided += other.undecided
    unjudged += other.unjudged
    sampledCases += other.sampledCases
    sampledElements += other.sampledElements
    smallestSample = [smallestSample, other.smallestSample].compactMap(\.self).min()
    partlyUndecided += other.partlyUndecided
    parts.merge(other.parts) { first, second in
      var sum = first
      sum.merge(second)
      return sum
    }
    secondTierCases += other.secondTierCases
    outsideSecondTier += other.outsideSecondTier
    firstOutsideSecondTier = firstOutsideSecondTier ?? other.firstOutsideSecondTier
    suspicious += other.suspicious
    firstSuspicious = firstSuspicious ?? other.firstSuspicious
    if let own = other.ownDiscrimination { ownDiscrimination?.merge(own) }
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
    outsideSecondTier += 1
    if firstOutsideSecondTier == nil { firstOutsideSecondTier = "\(first), in '\(line())'" }
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
  /// Cases in which it asked for what the subject refuses: not applied.
  public var refused = 0

  mutating func merge(_ other: ComparisonRecord) {
    refused += other.refused
    applied += other.applied
    decidable += other.decidable
    vacuous += other.vacuous
    failed += other.failed
  }
}

/// Counts every verdict of a campaign. Ledgers of disjoint blocks of cases merge to the ledger of their union.
public struct Ledger: Sendable {
  /// Cases drawn, and asked.
  public var cases = 0
  /// How many indices of the seed were looked at for them: those that every subject refuses are passed over.
  public var looked = 0
  /// How many cases bore each label.
  public var labels: [String: Int] = [:]
  /// Cases that were very large.
  public var veryLarge = 0
  /// Very large cases that were judged by the step oracle and put to a law about calls, and to nothing else.
  public var stepsOnly = 0
  /// How often each size was drawn; reports hold what it comes to.
  var sizes = CaseSizes()
  /// One record for each subject, in the order in which they were given.
  public var subjects: [SubjectRecord]
  /// The record of the reference in the interpreter, where there is one.
  public var reference: SubjectRecord?
  /// By law, then by subject.
  public var laws: [String: [SubjectID: ComparisonRecord]] = [:]
  /// How the answers of two subjects agreed.
  public var pairs: [SubjectPair: ComparisonRecord] = [:]
  /// Whether the cases can tell a right implementation from a wrong one.
  public var discrimination = DiscriminationRecord()

  mutating func merge(_ other: Ledger) {
    cases += other.cases
    veryLarge += other.veryLarge
    stepsOnly += other.stepsOnly
    looked += other.looked
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
