import ArgumentParser
import Catalog
import Foundation
import LSTMContract
import Verification

/// `lstm-verify --fuzz N`: the main job. What names no other command is read as this one.
struct CampaignCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "campaign",
    abstract: "Draw cases and put every backend, or your own implementation, on trial: what --fuzz alone starts.",
    usage: """
      lstm-verify --fuzz <N> [--from <case> --to <case>] [--weights <file> [--convention <convention>]] [<options>]
      """)

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Which sizes are drawn: small, standard (the default) or large.",
      discussion: "small: H and I of at most 33, T·B of at most 64; large: only what is large in some way.",
      valueName: "profile"))
  var sizes: SizeProfile?

  @OptionGroup var campaign: CampaignOptions
  @OptionGroup var subject: SubjectOptions

  func run() async throws {
    let part = try campaign.part()
    guard let cases = part?.count ?? campaign.fuzz else {
      guard sizes == nil else { throw Ending(.misuse, "--sizes: not an option of 'lstm-verify without --fuzz'") }
      try campaign.refuse(in: "lstm-verify without --fuzz")
      try subject.refuse(in: "lstm-verify without --fuzz")
      throw CleanExit.helpRequest(self)
    }
    guard cases > 0 else { throw Ending(.misuse, "--fuzz \(cases): at least 1 case") }
    let threads = try campaign.threadCount()
    if let limit = campaign.timeLimit, !(limit > 0) { throw Ending(.misuse, "--time-limit \(limit): above 0") }
    if let most = campaign.maxFailures, most < 1 { throw Ending(.misuse, "--max-failures \(most): at least 1") }
    if campaign.noCorpus, campaign.corpus != nil { throw Ending(.misuse, "--corpus: given together with --no-corpus") }
    let interrupt = Interrupt.shared
    interrupt.leaveTheEndToTheCommand()
    // The time runs from here: programs are started and probed within it.
    let deadline = Deadline(after: campaign.timeLimit) { interrupt.wasRaised }
    let isStrict = subject.strict
    let weights = try campaign.fixedWeights()
    if weights != nil, campaign.target != nil { throw Ending(.misuse, "--target: given together with --weights") }
    let subjects = try subject.subjects(deadline: deadline, areProbed: weights == nil)
    try refuseUnlikeSizes(of: subjects)
    var configuration = CampaignConfiguration(
      cases: cases, seed: campaign.seed?.value ?? CampaignConfiguration.defaultSeed,
      scalars: campaign.scalar.map { [$0] } ?? ScalarKind.allCases, threads: threads,
      timeLimit: campaign.timeLimit,
      corpus: campaign.noCorpus ? nil : campaign.corpus ?? ".lstm-verify")
    configuration.sizes = sizes ?? .standard
    configuration.fixed = try campaign.fixedSizes()
    configuration.mostFailures = campaign.maxFailures
    configuration.part = part
    (configuration.isStrict, configuration.acceptsWeak) = (isStrict, campaign.acceptWeak)
    var judged = try await judgedCampaign(configuration, subjects, weights, deadline)
    if campaign.target != nil {
      let searches = max(1, subjects.count * configuration.scalars.count)
      judged.add(
        await TargetedSearch.run(
          subjects, scalars: configuration.scalars, seed: configuration.seed, budget: max(cases / 2 / searches, 40),
          threads: threads, deadline: deadline.afterShare(0.5)))
    }
    let unsaved = try report(&judged)
    for line in unsaved { printError("lstm-verify: not saved: \(line)") }
    let outcome = judged.report.outcome.and(unsaved.isEmpty ? .held : .misuse)
    guard outcome == .held else { throw Ending(outcome) }
  }

  /// Prints the verdict, then what is wrong made small, then why; as JSON, all of it at the end.
  ///
  /// - Returns: what could not be saved, a line each.
  private func report(_ judged: inout JudgedCampaign) throws -> [String] {
    let isText = !campaign.json
    if judged.report.outcome == .subjectWrong { Interrupt.shared.noteWrong() }
    if isText { print(judged.report.verdictText) }
    let count = judged.report.counterexamples.count
    var number = 0
    judged.shrink { counterexample in
      number += 1
      if isText { print("\n" + counterexample.text(number: number, of: count)) }
    }
    if campaign.noDiagnosis {
      judged.skipDiagnosis(reason: "--no-diagnosis")
    } else {
      judged.diagnose { if isText { print("\n" + CampaignReport.text(of: $0)) } }
    }
    print(isText ? "\n" + judged.report.endText : try judged.report.jsonText)
    var unsaved = judged.report.unsaved
    if let junit = campaign.junit {
      do {
        try judged.report.writeJUnit(to: junit)
      } catch {
        unsaved.append("--junit: \(error)")
      }
    }
    return unsaved
  }

  private func judgedCampaign(
    _ configuration: CampaignConfiguration, _ subjects: [LSTMSubject], _ weights: FixedWeights?, _ deadline: Deadline
  ) async throws -> JudgedCampaign {
    var reference: (any LSTMReference)?
    if !campaign.noNumpy {
      do {
        reference = try await Catalog.reference()
      } catch {
        throw Ending(.suiteFailed, "\(error)")
      }
    }
    let line = ProgressLine()
    defer { line.finish() }
    do {
      return try await Campaign(configuration, subjects: subjects, reference: reference, weights: weights)
        .judged(deadline: deadline) { line.show($0) }
    } catch let error where Catalog.isReferenceFailure(error) {
      throw Ending(.suiteFailed, "\(error)")
    } catch {
      throw Ending(.misuse, "\(error)")
    }
  }

  /// - Throws: `Ending` where two subjects have different sizes compiled in, which no case has both.
  private func refuseUnlikeSizes(of subjects: [LSTMSubject]) throws {
    var joined = FixedSizes()
    for subject in subjects {
      guard let more = joined.joined(with: subject.sizes) else {
        throw Ending(
          .misuse, "\(subject.name) has sizes \(subject.sizes), another subject has \(joined): one at a time, please")
      }
      joined = more
    }
  }
}
