internal import CaseLab
public import Diagnostics
internal import LSTMContract
internal import Properties

/// A failure of an earlier run, replayed first.
public struct KnownFailure: Sendable, Encodable {
  /// The subject.
  public var subject: SubjectID
  /// The file of the case.
  public var file: String
  /// What still fails, or nil where every check holds now.
  public var failure: String?
}

/// Why a subject on trial is wrong.
public struct SubjectDiagnosis: Sendable {
  /// The subject.
  public var subject: SubjectID
  /// Where the equations are first violated, and what reproduces its answers.
  public var diagnosis: Diagnosis
}

extension SubjectDiagnosis: Encodable {
  /// The diagnosis, which holds the subject's name.
  public func encode(to encoder: any Encoder) throws { try diagnosis.encode(to: encoder) }
}

/// A subject that failed and whose cause was not looked for.
public struct Undiagnosed: Sendable, Encodable {
  /// The subject.
  public var subject: SubjectID
  /// Why there is no diagnosis.
  public var reason: String
}

/// Why there is no verdict on a subject although what was judged of it held.
public struct Weakness: Sendable, Encodable {
  /// The subject.
  public var subject: SubjectID
  /// What could not be told, in one line.
  public var reason: String

  init(_ subject: SubjectID, _ reason: String) {
    self.subject = subject
    self.reason = reason
  }
}

/// What a campaign found.
public struct CampaignReport: Sendable, Encodable {
  /// What was drawn.
  public var configuration: CampaignConfiguration
  /// Every count.
  public var ledger: Ledger
  /// Which sizes the cases had.
  public var sizes = SizeCoverage(tables: [], required: [])
  /// The shrunk failures of the subjects, in the order of the cases.
  public var counterexamples: [Counterexample]
  /// What the targeted search reached, where it was asked for.
  public var targeted: [TargetedRecord] = []
  /// For each subject with a counterexample: why it is wrong.
  public var diagnoses: [SubjectDiagnosis] = []
  /// The subjects with a counterexample that have no diagnosis.
  public var undiagnosed: [Undiagnosed] = []
  /// The known failures that were replayed before the first case; they are not among the cases.
  public var replays: [KnownFailure]
  /// Seconds from the start to the last case.
  public var seconds: Double
  /// Whether it was stopped before the last case.
  public var wasInterrupted: Bool

  /// The coverage goals that were not met, a line each: what the campaign should have looked at and did not.
  public var shortcomings: [String] {
    var lines: [String] = []
    if ledger.cases == 0, !wasInterrupted {
      lines.append(ledger.looked == 0 ? "no case was drawn" : "every case was refused: none was asked")
    }
    for record in ledger.subjects + [ledger.reference].compactMap({ $0 }) where record.cases > 0 {
      let looked = record.compared + record.comparedBits + record.comparedNonFinite
      if looked == 0, record.broke == 0 { lines.append("\(record.name): no element was compared") }
    }
    guard !wasInterrupted else { return lines }
    return lines + sizeShortcomings + labelShortcomings + discriminationShortcomings
      + subjectShortcomings.filter { !isWrong($0.subject) }.map(\.reason)
  }

  /// The coverage goals that were not met on a subject that is wrong. A law is asked only of what is answered rightly, so
  /// the subject is the reason, and not the suite.
  public var goalsMissedByWrongSubjects: [Weakness] {
    wasInterrupted ? [] : subjectShortcomings.filter { isWrong($0.subject) }
  }

  private var subjectShortcomings: [Weakness] { lawShortcomings(ofWide: false) + pairShortcomings(ofWide: false) }

  private func isWrong(_ id: SubjectID) -> Bool {
    guard ledger.subjects.indices.contains(id.index) else { return false }
    let record = ledger.subjects[id.index]
    return record.disagrees + record.broke > 0 || counterexamples.contains { $0.subject == id }
  }

  /// Whether the oracle disagrees with the reference: one of the two is wrong.
  public var referenceIsWrong: Bool { ledger.reference?.disagrees ?? 0 > 0 }

  /// Why failures could not be saved, a line each.
  public var unsaved: [String] {
    var seen: Set<String> = []
    return counterexamples.compactMap(\.unsaved).filter { seen.insert($0).inserted }
  }

  /// Why there is no verdict on a subject although what was judged of it held, a line each: its own model allows so much
  /// that too little can be wrong.
  public var weaknesses: [Weakness] {
    let subjects = ledger.subjects.enumerated().flatMap { index, record in
      [record.discriminationWeakness, record.undecidedWeakness].compactMap { $0 }.map {
        Weakness(ledger.id(at: index), $0)
      }
    }
    guard !wasInterrupted else { return subjects }
    return subjects + lawShortcomings(ofWide: true) + pairShortcomings(ofWide: true)
  }

  /// Answers inside the declared class and outside the probed one.
  public var suspicious: Int { ledger.subjects.reduce(0) { $0 + $1.suspicious } }

  /// Whether some answer is wrong.
  var hasWrongSubject: Bool {
    counterexamples.contains { $0.subject.index < ledger.subjects.count } || replays.contains { $0.failure != nil }
      || targeted.contains { $0.targeted > 1 }
  }

  /// The exit status: a wrong subject comes before an interruption, and that before no verdict.
  public var outcome: Outcome {
    if hasWrongSubject || (configuration.isStrict && suspicious > 0) { return .subjectWrong }
    if wasInterrupted { return .interrupted }
    if referenceIsWrong { return .suiteFailed }
    guard shortcomings.isEmpty else { return .suiteFailed }
    return weaknesses.isEmpty || configuration.acceptsWeak ? .held : .suiteFailed
  }
}

extension CampaignReport {
  /// Below this many cases chance alone decides whether a kind was drawn.
  private static let casesForMinimums = 1_000

  /// What the sizes of a long run must hold, where no sizes are fixed and all are drawn.
  private var sizeShortcomings: [String] {
    guard ledger.cases >= SizeRequirement.cases, configuration.sizes == .standard, isWholeDraw else {
      return []
    }
    return sizes.shortcomings
  }

  /// Whether the cases are what the generator draws for everybody: what is drawn for a subject lacks what it refuses.
  private var isWholeDraw: Bool {
    !hasPassedOver && configuration.fixed.isEmpty && configuration.weights == nil
  }

  private var labelShortcomings: [String] {
    guard ledger.cases >= Self.casesForMinimums, isWholeDraw else { return [] }
    return CaseLabel.allCases.compactMap { label in
      let (count, minimum) = (ledger.labels[label.rawValue] ?? 0, label.minimumCount(inCases: ledger.cases))
      return count < minimum ? "label \(label.rawValue): \(count) cases, at least \(minimum) wanted" : nil
    }
  }

  /// Each law at least once in twenty of the cases that a subject answered rightly, half of that decidable. A subject
  /// that refuses more than a tenth may refuse just what a law speaks of.
  ///
  /// - Parameter ofWide: of the subjects whose model is wider than the default or who omit arrays; how little is
  ///   decidable is then their own doing, and of the others otherwise.
  private func lawShortcomings(ofWide: Bool) -> [Weakness] {
    let judged = ledger.subjects.enumerated().filter {
      isWholeDraw && $1.agrees >= Self.casesForMinimums && $1.refused <= $1.cases / 10
        && ($1.ownDiscrimination != nil) == ofWide
    }
    return judged.flatMap { index, subject in
      let id = ledger.id(at: index)
      let laws = Laws.all.filter { $0.neededParts.isDisjoint(with: subject.absentParts) }
      return (laws.map(\.name) + CallLaws.all.map(\.name)).compactMap { law in
        let record = ledger.laws[law]?[id] ?? ComparisonRecord()
        let minimum = subject.agrees / 20
        if record.applied + record.refused < minimum {
          return Weakness(
            id, "law \(law) on \(subject.name): \(record.applied) cases, at least \(minimum) wanted")
        }
        guard record.decidable < minimum / 2, record.refused == 0 else { return nil }
        return Weakness(
          id, "law \(law) on \(subject.name): could decide \(record.decidable) cases, at least \(minimum / 2) wanted"
        )
      }
    }
  }

  /// At most one case in a hundred that could not show any of the standard mistakes, and what chance adds.
  private var discriminationShortcomings: [String] {
    let record = ledger.discrimination
    let asked = record.cases - record.empty
    let allowed = record.allowed
    guard asked >= Self.casesForMinimums, record.mistrusted > allowed else { return [] }
    return [
      "cases: \(record.mistrusted) of \(asked) are too weak to notice any of the standard mistakes, at most \(allowed) may be"
    ]
  }

  /// Each pair of subjects decidable in at least half of the cases.
  private func pairShortcomings(ofWide: Bool) -> [Weakness] {
    ledger.pairs.sorted { "\($0.key)" < "\($1.key)" }.compactMap { pair, record in
      let wide = [pair.first, pair.second].min { ledger.isWide($0) && !ledger.isWide($1) }
      let first = wide.flatMap { ledger.isWide($0) ? $0 : nil }
      guard (first != nil) == ofWide else { return nil }
      guard record.applied >= Self.casesForMinimums, record.decidable < record.applied / 2 else { return nil }
      let subject = first ?? [pair.first, pair.second].first(where: isWrong) ?? pair.first
      return Weakness(
        subject, "pair \(pair): could decide \(record.decidable) cases, at least \(record.applied / 2) wanted")
    }
  }
}

extension Ledger {
  /// The identity of a subject.
  func id(at index: Int) -> SubjectID { SubjectID(index: index, name: subjects[index].name) }

  /// The subjects, then the reference, with their identities.
  var records: [(id: SubjectID, record: SubjectRecord)] {
    subjects.indices.map { (id(at: $0), subjects[$0]) }
      + (reference.map { [(SubjectID(index: subjects.count, name: $0.name), $0)] } ?? [])
  }

  fileprivate func isWide(_ id: SubjectID) -> Bool { subjects[id.index].ownDiscrimination != nil }
}

extension SubjectRecord {
  /// Below this many cases a few of them decide what share of the elements is undecided.
  private static let casesForUndecided = 100

  /// Cases whose answer was judged.
  var judged: Int { agrees + disagrees }

  fileprivate var discriminationWeakness: String? {
    guard let own = ownDiscrimination, own.isTooWeak else { return nil }
    return
      "with the errors that it may make, and the arrays that it returns, standard mistakes are noticed in "
      + "\(own.noticed.grouped) of the \(own.cases.grouped) cases that notice them elsewhere, at least half wanted"
  }

  fileprivate var undecidedWeakness: String? {
    let all = compared + comparedNonFinite + undecided
    guard cases >= Self.casesForUndecided, 20 * undecided > all else { return nil }
    return "\(undecided.grouped) of \(all.grouped) elements are undecided, at most 5 % may be"
  }
}
