internal import CaseFiles
internal import CaseLab
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
/// apart and merged in order, and what refusals teach is learnt after 1, 2, 4, 8 and so on blocks, from all of them.
public struct Campaign: Sendable {
  /// What is drawn.
  public let configuration: CampaignConfiguration
  /// Who is on trial.
  public let subjects: [LSTMSubject]
  private let reference: (any LSTMReference)?
  private let weights: FixedWeights?

  /// Two subjects of one name are told apart; what they are made for is drawn.
  ///
  /// - Parameters:
  ///   - reference: answers each case in double precision and is itself judged by the oracle, or nil.
  ///   - weights: those of every case, or nil where they are drawn. The subjects are asked with no others.
  public init(
    _ configuration: CampaignConfiguration, subjects: [LSTMSubject], reference: (any LSTMReference)? = nil,
    weights: FixedWeights? = nil
  ) {
    let named = subjects.distinctlyNamed(beside: reference.map { [$0.name] } ?? [])
    self.subjects = weights.map { weights in named.map { $0.asked(only: weights) } } ?? named
    self.reference = reference
    self.weights = weights
    var configuration = configuration
    let outside = subjects.filter(\.isOutside)
    // Sizes that two subjects have differently are refused by one of them, case by case.
    let sizes = outside.map(\.sizes) + (weights.map { [$0.sizes] } ?? [])
    configuration.fixed = sizes.reduce(configuration.fixed) { $0.joined(with: $1) ?? $0 }
    configuration.weights = weights?.checksum
    let scalars = configuration.scalars.filter { scalar in
      (outside.isEmpty || outside.contains { $0.scalars.contains(scalar) })
        && weights.map { $0.scalars.contains(scalar) } ?? true
    }
    if !scalars.isEmpty { configuration.scalars = scalars }
    self.configuration = configuration
  }

  private var generator: CaseGenerator {
    CaseGenerator(seed: configuration.seed, sizes: configuration.sizes, fixed: configuration.fixed, weights: weights)
  }

  private func block(_ planned: PlannedBlock, _ deadlines: CampaignDeadlines) -> CaseBlock {
    CaseBlock(configuration, subjects, planned, generator: generator, deadlines: deadlines)
  }

  /// Runs on the caller's thread, without a reference, to the end of the diagnosis.
  ///
  /// - Throws: `CaseFileError` where a known failure cannot be read.
  public func runWithoutReference() throws -> CampaignReport {
    let clock = CampaignClock()
    let deadlines = CampaignDeadlines(Deadline(after: configuration.timeLimit))
    var merged = CampaignTotals(emptyLedger(subjects: subjects, reference: nil, model: nil))
    let replays = try replayKnownFailures(deadlines)
    var planner = CasePlanner(configuration, subjects, generator)
    while !deadlines.drawing.hasPassed, !merged.isOver(configuration) {
      if planner.learnsNext { planner.learn(from: merged.ledger) }
      guard let planned = planner.block(mustEnd: { deadlines.drawing.hasPassed }) else { break }
      merged.add(block(planned, deadlines).judged(), deadlines)
    }
    var judged = judgement(merged, replays, clock.seconds, deadlines)
    judged.shrink()
    judged.diagnose()
    return judged.report
  }

  /// Runs to the end of the diagnosis, as `judged` does.
  ///
  /// - Throws: what the reference throws, and `CaseFileError` where a known failure cannot be read.
  public func run(
    deadline: Deadline? = nil, progress: (CampaignProgress) -> Void = { _ in }
  ) async throws -> CampaignReport {
    var judged = try await judged(deadline: deadline, progress: progress)
    judged.shrink()
    judged.diagnose()
    return judged.report
  }

  /// Judges blocks of cases on `configuration.threads` threads, the reference beside them on its own.
  ///
  /// - Parameters:
  ///   - deadline: when to end with what is known then; by default after `configuration.timeLimit`.
  ///   - progress: called after each block, in order.
  /// - Throws: what the reference throws, and `CaseFileError` where a known failure cannot be read.
  public func judged(
    deadline: Deadline? = nil, progress: (CampaignProgress) -> Void = { _ in }
  ) async throws -> JudgedCampaign {
    let clock = CampaignClock()
    let deadlines = CampaignDeadlines(deadline ?? Deadline(after: configuration.timeLimit))
    let replays = try replayKnownFailures(deadlines)
    var totals = CampaignTotals(emptyLedger(subjects: subjects, reference: reference?.name, model: reference?.model))
    var planner = CasePlanner(configuration, subjects, generator)
    var finished: [Int: JudgedBlock] = [:]
    var (nextToMerge, running) = (0, 0)
    let threads = max(1, configuration.threads)
    let (turns, room) = (JudgingTurns(threads), JudgingRoom())
    // Two blocks more than threads: while some wait for the reference, others compute.
    let mostRunning = threads + (reference == nil ? 0 : 2)
    try await withThrowingTaskGroup(of: (Int, JudgedBlock).self) { group in
      func start() {
        while running < mostRunning, !deadlines.drawing.hasPassed, !totals.isOver(configuration) {
          let position = planner.blocks
          if planner.learnsNext {
            // What is learnt does not depend on which block ends first: all before this one are merged.
            guard nextToMerge == position else { return }
            planner.learn(from: totals.ledger)
          }
          guard let planned = planner.block(mustEnd: { deadlines.drawing.hasPassed })
          else { return }
          running += 1
          let block = block(planned, deadlines)
          group.addTask { (position, try await block.judged(beside: reference, turns, room)) }
        }
      }
      start()
      for try await (position, block) in group {
        running -= 1
        finished[position] = block
        // What comes after enough failures is not looked at: blocks are merged in order, whatever ends first.
        while !totals.isOver(configuration), let block = finished.removeValue(forKey: nextToMerge) {
          totals.add(block, deadlines)
          nextToMerge += 1
          progress(
            CampaignProgress(
              done: totals.ledger.cases, total: configuration.part?.count ?? configuration.cases,
              seconds: clock.seconds, failures: totals.failureCount))
        }
        start()
      }
    }
    return judgement(totals, replays, clock.seconds, deadlines)
  }

  private func replayKnownFailures(_ deadlines: CampaignDeadlines) throws -> [KnownFailure] {
    guard let corpus = configuration.corpus else { return [] }
    var replays: [KnownFailure] = []
    for (index, subject) in subjects.enumerated() {
      for (path, file) in try FailureCorpus(directory: corpus).known(subject: subject.name)
      where !deadlines.drawing.hasPassed {
        let replay = Replay(try GivenCase(file, name: path), subjects: [subject])
        // Calls may have been cut short.
        guard !deadlines.whole.hasPassed else { return replays }
        replays.append(
          KnownFailure(subject: subjects.id(at: index), file: path, failure: replay.failures.first?.detail))
      }
    }
    return replays
  }

  private func judgement(
    _ totals: CampaignTotals, _ replays: [KnownFailure], _ seconds: Double, _ deadlines: CampaignDeadlines
  ) -> JudgedCampaign {
    var report = CampaignReport(
      configuration: configuration, ledger: totals.ledger, counterexamples: [], replays: replays, seconds: seconds,
      wasInterrupted: deadlines.whole.wasCancelled)
    report.sizes = totals.ledger.sizes.coverage
    return JudgedCampaign(report, subjects, totals.tally, weights: weights, deadline: deadlines.whole)
  }
}

/// What the merged blocks add up to.
private struct CampaignTotals {
  var ledger: Ledger
  var tally = FailureTally()
  var failureCount = 0

  init(_ ledger: Ledger) { self.ledger = ledger }

  /// Whether so many failures were seen as the run goes on to at most.
  func isOver(_ configuration: CampaignConfiguration) -> Bool { failureCount >= configuration.mostFailures ?? .max }

  mutating func add(_ block: JudgedBlock, _ deadlines: CampaignDeadlines) {
    if !block.failures.isEmpty { deadlines.noteFailure() }
    ledger.merge(block.ledger)
    tally.add(block.failures)
    failureCount += block.failures.count
  }
}

/// Seconds since the campaign began.
private struct CampaignClock: Sendable {
  private let start = ContinuousClock.now

  var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }
}
