public import Diagnostics
internal import CaseLab
internal import LSTMContract

/// A campaign whose cases are judged: the verdict is known, and what is wrong can be made small and explained.
///
/// Both cost time and change no verdict, so a caller prints `report` first.
public struct JudgedCampaign: Sendable {
  /// The verdict, with the failures as they were drawn; `shrink` and `diagnose` fill in the rest.
  public private(set) var report: CampaignReport
  private let subjects: [LSTMSubject]
  private let entries: [FailureTally.Entry]
  private let weights: FixedWeights?
  private let deadline: Deadline
  /// The shrunk problem of each failure, by its place.
  private var smallest: [Int: AnyLSTMProblem] = [:]

  init(
    _ report: CampaignReport, _ subjects: [LSTMSubject], _ tally: FailureTally, weights: FixedWeights?,
    deadline: Deadline
  ) {
    self.report = report
    self.subjects = subjects
    self.weights = weights
    self.deadline = deadline
    entries = tally.inOrder
    self.report.counterexamples = entries.map { $0.asDrawn(subjects: subjects) }
  }

  /// The first failure of each subject, which its diagnosis starts from.
  private var firstFailures: [(subject: LSTMSubject, place: Int, entry: FailureTally.Entry)] {
    subjects.indices.compactMap { index in
      entries.enumerated().first { $1.failure.subject.index == index }.map { (subjects[index], $0.offset, $0.element) }
    }
  }

  /// Makes each failure small and, where there is a corpus, saves it. Each has its share of the time that is left.
  ///
  /// - Parameter each: called with each failure, in the order of the report.
  public mutating func shrink(each: (Counterexample) -> Void = { _ in }) {
    let configuration = report.configuration
    let diagnoses = firstFailures.count
    for (place, entry) in entries.enumerated() {
      let draws = [lawDraw(seed: configuration.seed, index: entry.index)] + Replay.draws
      (report.counterexamples[place], smallest[place]) = entry.counterexample(
        subjects: subjects, draws: draws, corpus: configuration.corpus,
        deadline: deadline.afterShare(1 / Double(entries.count - place + diagnoses)))
      each(report.counterexamples[place])
    }
  }

  /// Adds what a search reached; it belongs to the verdict.
  public mutating func add(_ targeted: [TargetedRecord]) { report.targeted += targeted }

  /// Leaves out the diagnosis.
  public mutating func skipDiagnosis(reason: String) {
    report.undiagnosed = firstFailures.map { Undiagnosed(subject: $0.entry.failure.subject, reason: reason) }
  }

  /// Says of each subject that failed why it is wrong, as far as there is time.
  ///
  /// - Parameter each: called with each diagnosis, in the order of the report.
  public mutating func diagnose(each: (Diagnosis) -> Void = { _ in }) {
    let first = firstFailures
    for (position, (subject, place, entry)) in first.enumerated() {
      let share = deadline.afterShare(1 / Double(first.count - position))
      guard !share.hasPassed else {
        report.undiagnosed.append(
          Undiagnosed(
            subject: entry.failure.subject,
            reason: deadline.wasCancelled ? "the run was interrupted" : "no time was left"))
        continue
      }
      // The smallest comes first: what does not reproduce it is out of the question at once.
      let failing = [smallest[place], entry.failure.problem].compactMap { $0 }
      guard var diagnosis = Diagnosis(subject, failing: failing, weights: weights, deadline: share) else { continue }
      if report.counterexamples[place].earlierLine != nil { diagnosis.dependsOnEarlierCalls = true }
      report.diagnoses.append(SubjectDiagnosis(subject: entry.failure.subject, diagnosis: diagnosis))
      each(diagnosis)
    }
  }
}
