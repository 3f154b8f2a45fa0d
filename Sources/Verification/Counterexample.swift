internal import CaseFiles
internal import CaseLab
public import LSTMContract
public import LSTMOracle

/// A failure, shrunk to the smallest case that still fails the same check.
public struct Counterexample: Sendable, Codable {
  /// The subject's name.
  public var subject: String
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
  /// T, B, I and H of the shrunk case.
  public var shape: LSTMShape
  /// What is wrong with the shrunk case, in one line.
  public var detail: String
  /// The first element that differs.
  public var discrepancy: Discrepancy?
  /// How many problems the shrinker tried.
  public var attempts: Int
  /// Seconds spent in shrinking.
  public var seconds = 0.0
  /// The share of the shrunk case's values that are 0, or 1, -1 or another power of two.
  public var simpleShare = 0.0
  /// Where the shrunk case was saved.
  public var file: String?
}

extension FailureTally.Entry {
  /// Shrinks the failure and, where there is a corpus, saves the smallest case.
  ///
  /// - Throws: `CaseFileError` where the case cannot be saved.
  func counterexample(
    subjects: [LSTMSubject], draws: [UInt64], corpus: String?
  ) throws(CaseFileError) -> Counterexample {
    switch failure.problem {
    case .float(let problem): try shrunk(problem, subjects, draws, corpus)
    case .double(let problem): try shrunk(problem, subjects, draws, corpus)
    }
  }

  private func shrunk<Scalar: LSTMScalar>(
    _ problem: LSTMProblem<Scalar>, _ subjects: [LSTMSubject], _ draws: [UInt64], _ corpus: String?
  ) throws(CaseFileError) -> Counterexample {
    let backends: [(index: Int, name: String, backend: any LSTMBackend<Scalar>)] = subjects.backends()
    var result = Counterexample(
      subject: failure.subject,
      invocation: subjects.first { $0.name == failure.subject }?.invocation ?? "--backend \(failure.subject)",
      check: failure.check, firstCase: index, count: count, drawnLine: failure.line,
      line: failure.line, shape: problem.shape, detail: failure.detail, discrepancy: failure.discrepancy, attempts: 0)
    var smallest = problem
    if let backend = backends.first(where: { $0.name == failure.subject })?.backend {
      let probe = CheckProbe(
        name: failure.subject, backend: backend, others: backends, check: failure.check, draws: draws)
      // A failure that does not come again is reported as it was drawn.
      if let drawn = probe.failure(on: problem) {
        let start = ContinuousClock.now
        // The smaller case must break the same equation, or give no answer for the same reason: it might show another fault.
        let shrunk = Shrinker<Scalar>().shrink(problem) { candidate in
          probe.failure(on: candidate).map { $0.isLike(drawn) } ?? false
        }
        result.seconds = (ContinuousClock.now - start) / .seconds(1)
        result.simpleShare = shrunk.problem.simpleShare
        if let last = probe.failure(on: shrunk.problem) {
          smallest = shrunk.problem
          result.attempts = shrunk.attempts
          result.shape = shrunk.problem.shape
          result.detail = last.detail
          result.discrepancy = last.discrepancy
          result.line = Case(problem: shrunk.problem, origin: .explicit).line
        }
      } else {
        result.detail += " (not seen again on a second run)"
      }
    }
    if let corpus, index >= 0 {
      let file = CaseFile(
        problem: AnyLSTMProblem(smallest), answer: nil, radii: nil,
        metadata: ["subject": failure.subject, "check": "\(failure.check)", "drawn": failure.line])
      let name = "\(failure.check)-\(index)"
      result.file = try FailureCorpus(directory: corpus).record(file, subject: failure.subject, name: name)
    }
    return result
  }
}

extension LSTMProblem {
  /// The share of values that a person reads at a glance.
  fileprivate var simpleShare: Double {
    let arrays = [input, initialH, initialC, inputKernel, hiddenKernel] + [bias].compactMap { $0 }
    let values = arrays.flatMap(\.elements)
    let simple = values.count { $0 == 0 || ($0.isNormal && $0.significand == 1) }
    return values.isEmpty ? 1 : Double(simple) / Double(values.count)
  }
}
