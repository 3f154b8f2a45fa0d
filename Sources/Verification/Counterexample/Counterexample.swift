internal import CaseFiles
internal import CaseLab
public import LSTMContract
public import LSTMOracle

/// A failure, shrunk to the smallest case that still fails the same check.
public struct Counterexample: Sendable, Encodable {
  /// The subject.
  public var subject: SubjectID
  /// What a person types to choose the subject.
  public var invocation: String
  /// The check that fails.
  public var check: Check
  /// The index of the first case that failed it.
  public var firstCase: Int
  /// How many cases of the campaign failed it.
  public var count: Int
  /// The line of the case as it was drawn.
  public var drawnLine: String
  /// The line of the shrunk case: `lstm-verify replay` takes it.
  public var line: String
  /// The line of the call that must come before it, where an earlier call matters: `replay --then` takes the two.
  public var earlierLine: String?
  /// T, B, I and H of that call.
  public var earlierShape: LSTMShape?
  /// Where the subject gave no answer for the same reason to several checks: how often to each.
  public var checks: [String: Int] = [:]
  /// T, B, I and H of the shrunk case.
  public var shape: LSTMShape
  /// What is wrong with the shrunk case, in one line.
  public var detail: String
  /// The first element that differs.
  public var discrepancy: Discrepancy?
  /// How many problems the shrinker tried.
  public var attempts: Int
  /// Whether the search for a smaller case ended early, for want of time or because somebody asked for it.
  public var wasCut = false
  /// Seconds spent in shrinking.
  public var seconds = 0.0
  /// The share of the shrunk case's values that are 0, or 1, -1 or another power of two.
  public var simpleShare = 0.0
  /// What a person gives `replay`: the calls as lines or, where no shell would take one of them, the file, which holds
  /// both, or the line as it was drawn.
  var replayable: String {
    guard !isTooLong else { return file ?? "'\(drawnLine)'" }
    return earlierLine.map { "--then '\($0)' '\(line)'" } ?? "'\(line)'"
  }
  /// Whether a line is longer than a shell takes.
  var isTooLong: Bool { max(line.utf8.count, earlierLine?.utf8.count ?? 0) > Self.longestArgument }
  /// Linux takes 131,072 bytes for one argument, its end included.
  private static let longestArgument = 100_000
  /// Where the shrunk case was saved.
  public var file: String?
  /// Why it could not be saved, or nil.
  public var unsaved: String?
}

extension FailureTally.Entry {
  /// The failure as it was drawn.
  func asDrawn(subjects: [LSTMSubject]) -> Counterexample {
    var result = Counterexample(
      subject: failure.subject,
      invocation: subjects[failure.subject]?.invocation ?? "--backend \(failure.subject)",
      check: failure.check, firstCase: index, count: count, drawnLine: failure.line,
      line: failure.line, shape: failure.problem.shape, detail: failure.detail, discrepancy: failure.discrepancy,
      attempts: 0)
    if checks.count > 1 {
      for (check, count) in checks { result.checks["\(check)"] = count }
    }
    return result
  }

  /// Shrinks the failure until the deadline and, where there is a corpus, saves the smallest case, which is returned as well.
  package func counterexample(
    subjects: [LSTMSubject], draws: [UInt64], corpus: String?, deadline: Deadline = .never
  ) -> (counterexample: Counterexample, problem: AnyLSTMProblem) {
    switch failure.problem {
    case .float(let problem): shrunk(problem, subjects, draws, corpus, deadline)
    case .double(let problem): shrunk(problem, subjects, draws, corpus, deadline)
    }
  }

  private func shrunk<Scalar: LSTMScalar>(
    _ problem: LSTMProblem<Scalar>, _ subjects: [LSTMSubject], _ draws: [UInt64], _ corpus: String?,
    _ deadline: Deadline
  ) -> (counterexample: Counterexample, problem: AnyLSTMProblem) {
    let onTrial = subjects.onTrial(in: Scalar.self)
    var result = asDrawn(subjects: subjects)
    var calls = [problem]
    if let backend = onTrial.first(where: { $0.id == failure.subject })?.backend {
      let search = CounterexampleSearch(
        backend: backend, subjects: onTrial, failure: failure, draws: draws, deadline: deadline)
      let start = ContinuousClock.now
      if let found = search.smallest(problem) {
        result.take(found)
        calls = found.calls
      } else if !deadline.hasPassed {
        // A failure that does not come again is reported as it was drawn.
        result.detail += " (not seen again on a second run)"
      }
      result.seconds = (ContinuousClock.now - start) / .seconds(1)
    }
    result.wasCut = deadline.hasPassed
    let smallest = AnyLSTMProblem(calls[calls.count - 1])
    if let corpus, index >= 0 {
      var metadata = ["subject": failure.subject.name, "check": "\(failure.check)", "drawn": failure.line]
      metadata[GivenCase.earlierKey] = result.earlierLine
      let file = CaseFile(problem: smallest, answer: nil, radii: nil, metadata: metadata)
      do {
        result.file = try FailureCorpus(directory: corpus).record(
          file, subject: failure.subject.name, name: "\(failure.check)-\(index)")
      } catch {
        result.unsaved = "\(error)"
      }
    }
    return (result, smallest)
  }
}

extension Counterexample {
  fileprivate mutating func take<Scalar: LSTMScalar>(_ found: FoundFailure<Scalar>) {
    let problem = found.calls[found.calls.count - 1]
    attempts = found.attempts
    simpleShare = problem.simpleShare
    shape = problem.shape
    detail = found.fault.detail
    discrepancy = found.fault.discrepancy
    // A drawn line is shorter than one with every value, and makes the same case.
    if attempts > 0 || found.calls.count > 1 { line = Case(problem: problem, origin: .explicit).line }
    guard found.calls.count > 1 else { return }
    earlierLine = Case(problem: found.calls[0], origin: .explicit).line
    earlierShape = found.calls[0].shape
  }
}

extension LSTMProblem {
  /// The share of values that a person reads at a glance.
  fileprivate var simpleShare: Double {
    let values = arrays.flatMap(\.tensor.elements)
    let simple = values.count { $0 == 0 || ($0.isNormal && $0.significand == 1) }
    return values.isEmpty ? 1 : Double(simple) / Double(values.count)
  }
}
