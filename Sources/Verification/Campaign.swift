internal import CaseFiles
internal import CaseLab
internal import Diagnostics
public import LSTMContract

/// How far a campaign has come.
public struct CampaignProgress: Sendable {
  /// Cases judged.
  public var done: Int
  /// Cases to judge.
  public var total: Int
  /// Seconds since the start.
  public var seconds: Double
  /// Failures seen so far.
  public var failures: Int
}

/// Draws cases from a seed and puts subjects on trial with each.
///
/// The same seed gives the same cases and the same verdicts at any number of threads: blocks of cases are judged
/// apart and merged in order.
public struct Campaign: Sendable {
  /// Cases in one block.
  static let blockSize = 32

  /// What is drawn.
  public let configuration: CampaignConfiguration
  /// Who is on trial.
  public let subjects: [LSTMSubject]
  private let reference: (any LSTMReference)?

  /// - Parameter reference: answers each case in double precision and is itself judged by the oracle, or nil.
  public init(
    _ configuration: CampaignConfiguration, subjects: [LSTMSubject], reference: (any LSTMReference)? = nil
  ) {
    self.configuration = configuration
    self.subjects = subjects
    self.reference = reference
  }

  private var blocks: [Range<Int>] {
    stride(from: 0, to: configuration.cases, by: Self.blockSize).map {
      $0..<min($0 + Self.blockSize, configuration.cases)
    }
  }

  /// Runs on the caller's thread, without a reference.
  ///
  /// - Throws: `CaseFileError` where a known failure cannot be read or a new one cannot be saved.
  public func runWithoutReference() throws -> CampaignReport {
    let clock = CampaignClock()
    var merged = CampaignTotals(emptyLedger(subjects: subjects, reference: nil, model: nil))
    let replays = try replayKnownFailures()
    for indices in blocks where !clock.isPast(configuration.timeLimit) {
      merged.add(CaseBlock(configuration, subjects, indices).judged())
    }
    return try report(merged, replays, clock.seconds, wasInterrupted: false)
  }

  /// Runs blocks of cases on `configuration.threads` threads, the reference beside them on its own.
  ///
  /// - Parameters:
  ///   - isCancelled: asked before each block; true ends the run with the summary so far.
  ///   - progress: called after each block, in order.
  /// - Throws: what the reference throws, and `CaseFileError` as above.
  public func run(
    isCancelled: @escaping @Sendable () -> Bool = { false }, progress: (CampaignProgress) -> Void = { _ in }
  ) async throws -> CampaignReport {
    let clock = CampaignClock()
    let replays = try replayKnownFailures()
    var totals = CampaignTotals(emptyLedger(subjects: subjects, reference: reference?.name, model: reference?.model))
    var waiting = blocks.enumerated().makeIterator()
    var finished: [Int: JudgedBlock] = [:]
    var nextToMerge = 0
    let threads = max(1, configuration.threads)
    let turns = JudgingTurns(threads)
    try await withThrowingTaskGroup(of: (Int, JudgedBlock).self) { group in
      func start() {
        guard !isCancelled(), !clock.isPast(configuration.timeLimit), let (position, indices) = waiting.next() else {
          return
        }
        group.addTask { (position, try await judged(indices, turns)) }
      }
      // Two blocks more than threads: while some wait for the reference, others compute.
      for _ in 0..<threads + (reference == nil ? 0 : 2) { start() }
      for try await (position, block) in group {
        finished[position] = block
        while let block = finished.removeValue(forKey: nextToMerge) {
          totals.add(block)
          nextToMerge += 1
          progress(
            CampaignProgress(
              done: totals.ledger.cases, total: configuration.cases, seconds: clock.seconds,
              failures: totals.failureCount))
        }
        start()
      }
    }
    return try report(totals, replays, clock.seconds, wasInterrupted: isCancelled())
  }

  private func judged(_ indices: Range<Int>, _ turns: JudgingTurns) async throws -> JudgedBlock {
    let block = CaseBlock(configuration, subjects, indices)
    guard let reference else { return block.judged() }
    return try await block.judged(beside: reference, turns)
  }

  private func replayKnownFailures() throws -> [KnownFailure] {
    guard let corpus = configuration.corpus else { return [] }
    var replays: [KnownFailure] = []
    for subject in subjects {
      for (path, file) in try FailureCorpus(directory: corpus).known(subject: subject.name) {
        let replay = Replay(file.problem, name: path, subjects: [subject])
        replays.append(KnownFailure(subject: subject.name, file: path, failure: replay.failures.first?.detail))
      }
    }
    return replays
  }

  private func report(
    _ totals: CampaignTotals, _ replays: [KnownFailure], _ seconds: Double, wasInterrupted: Bool
  ) throws -> CampaignReport {
    var counterexamples: [Counterexample] = []
    for entry in totals.tally.inOrder {
      let draws = [lawDraw(seed: configuration.seed, index: entry.index)] + Replay.draws
      counterexamples.append(
        try entry.counterexample(subjects: subjects, draws: draws, corpus: configuration.corpus))
    }
    var report = CampaignReport(
      configuration: configuration, ledger: totals.ledger, counterexamples: counterexamples, replays: replays,
      seconds: seconds, wasInterrupted: wasInterrupted)
    report.sizes = totals.ledger.sizes.quantiles
    report.diagnoses = subjects.compactMap { subject in
      guard let entry = totals.tally.inOrder.first(where: { $0.failure.subject == subject.name }) else { return nil }
      return Diagnosis(subject, failing: entry.failure.problem)
    }
    return report
  }
}

/// What the merged blocks add up to.
private struct CampaignTotals {
  var ledger: Ledger
  var tally = FailureTally()
  var failureCount = 0

  init(_ ledger: Ledger) { self.ledger = ledger }

  mutating func add(_ block: JudgedBlock) {
    ledger.merge(block.ledger)
    tally.add(block.failures)
    failureCount += block.failures.count
  }
}

/// Seconds since the campaign began.
private struct CampaignClock: Sendable {
  private let start = ContinuousClock.now

  var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }

  func isPast(_ limit: Double?) -> Bool { limit.map { seconds >= $0 } ?? false }
}
