internal import CaseLab
public import Diagnostics
internal import LSTMContract
internal import Properties

/// A failure of an earlier run, replayed first.
public struct KnownFailure: Sendable, Codable {
  /// The subject's name.
  public var subject: String
  /// The file of the case.
  public var file: String
  /// What still fails, or nil where every check holds now.
  public var failure: String?
}

/// How a program ends, as its exit status.
public enum Outcome: Int32, Sendable, Codable {
  /// Every check held.
  case held = 0
  /// A subject is wrong.
  case subjectWrong = 1
  /// Misuse, or input that cannot be read.
  case misuse = 2
  /// The suite itself failed: it did not look at what it should, or its reference is wrong.
  case suiteFailed = 3
  /// Interrupted before the end; what was judged so far held.
  case interrupted = 130
}

/// What a campaign found.
public struct CampaignReport: Sendable, Codable {
  /// What was drawn.
  public var configuration: CampaignConfiguration
  /// Every count.
  public var ledger: Ledger
  /// How the sizes of the cases are distributed: T, B, I, H and the product T·B·H.
  public var sizes: [SizeQuantiles] = []
  /// The shrunk failures of the subjects, in the order of the cases.
  public var counterexamples: [Counterexample]
  /// What the targeted search reached, where it was asked for.
  public var targeted: [TargetedRecord] = []
  /// For each subject with a counterexample: why it is wrong.
  public var diagnoses: [Diagnosis] = []
  /// The known failures that were replayed before the first case; they are not among the cases.
  public var replays: [KnownFailure]
  /// Seconds from the start to the last case.
  public var seconds: Double
  /// Whether it was stopped before the last case.
  public var wasInterrupted: Bool

  /// What the campaign should have looked at and did not, a line each.
  public var shortcomings: [String] {
    var lines: [String] = []
    if ledger.cases == 0, !wasInterrupted { lines.append("no case was drawn") }
    for record in ledger.subjects + [ledger.reference].compactMap({ $0 }) where record.cases > 0 {
      let looked = record.compared + record.comparedBits + record.comparedNonFinite
      if looked == 0, record.broke == 0 { lines.append("\(record.name): no element was compared") }
    }
    if !wasInterrupted {
      lines += labelShortcomings + lawShortcomings + pairShortcomings + discriminationShortcomings
    }
    return lines
  }

  /// The exit status.
  public var outcome: Outcome {
    if let reference = ledger.reference, reference.disagrees > 0 { return .suiteFailed }
    if counterexamples.contains(where: { $0.subject != ledger.reference?.name }) { return .subjectWrong }
    if replays.contains(where: { $0.failure != nil }) { return .subjectWrong }
    if targeted.contains(where: { $0.targeted > 1 }) { return .subjectWrong }
    if wasInterrupted { return .interrupted }
    return shortcomings.isEmpty ? .held : .suiteFailed
  }
}

extension CampaignReport {
  /// Below this many cases chance alone decides whether a kind was drawn.
  private static let casesForMinimums = 1_000

  private var labelShortcomings: [String] {
    guard ledger.cases >= Self.casesForMinimums else { return [] }
    return CaseLabel.allCases.compactMap { label in
      let (count, minimum) = (ledger.labels[label.rawValue] ?? 0, label.minimumCount(inCases: ledger.cases))
      return count < minimum ? "label \(label.rawValue): \(count) cases, at least \(minimum) expected" : nil
    }
  }

  /// Each law at least once in twenty of the cases that a subject answered rightly, half of that decidable.
  private var lawShortcomings: [String] {
    ledger.subjects.filter { $0.agrees >= Self.casesForMinimums }.flatMap { subject in
      (Laws.all.map(\.name) + CallLaws.all.map(\.name)).compactMap { law in
        let record = ledger.laws[law]?[subject.name] ?? ComparisonRecord()
        let minimum = subject.agrees / 20
        if record.applied < minimum {
          return "law \(law) on \(subject.name): \(record.applied) cases, at least \(minimum) expected"
        }
        guard record.decidable < minimum / 2 else { return nil }
        return "law \(law) on \(subject.name): \(record.decidable) decidable, at least \(minimum / 2) expected"
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
      "discrimination: \(record.mistrusted) of \(asked) cases notice no standard mistake, at most \(allowed) allowed"
    ]
  }

  /// Each pair of subjects decidable in at least half of the cases.
  private var pairShortcomings: [String] {
    ledger.pairs.sorted { $0.key < $1.key }.compactMap { pair, record in
      guard record.applied >= Self.casesForMinimums, record.decidable < record.applied / 2 else { return nil }
      return "pair \(pair): \(record.decidable) decidable, at least \(record.applied / 2) expected"
    }
  }
}
