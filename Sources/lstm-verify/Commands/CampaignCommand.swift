import ArgumentParser
import Catalog
import Foundation
import LSTMContract
import Verification

/// `lstm-verify --fuzz N`: the main job. What names no other command is read as this one.
struct CampaignCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "campaign",
    abstract: "Draw cases and test every backend, or your own implementation, on each. The default command.")

  @OptionGroup var draw: DrawOption
  @OptionGroup var seed: SeedOption
  @OptionGroup var sizes: SizeOptions
  @OptionGroup var weights: WeightsOption
  @OptionGroup var scalar: ScalarOption
  @OptionGroup var subject: SubjectOptions
  @OptionGroup var activationClass: ActivationClassOption
  @OptionGroup var strict: StrictOption

  @Flag(name: .long, help: "Pass although too little could be judged under the model that a subject declares.")
  var acceptWeak = false

  @Flag(name: .long, help: "Leave out the NumPy reference.")
  var noNumpy = false

  @Flag(name: .long, help: "Do not look for the cause of a failure.")
  var noDiagnosis = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Also search for the largest |error|/radius of each backend, half as many problems again.", valueName: "target"))
  var target: SearchTarget?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Seconds for everything: starting, probing, drawing, shrinking and diagnosis.", valueName: "seconds"))
  var timeLimit: Double?

  @Option(
    name: .long, help: ArgumentHelp("End the run once N failures were seen; 1 ends it at the first.", valueName: "N"))
  var maxFailures: Int?

  @OptionGroup var threads: ThreadsOption
  @OptionGroup var corpus: CorpusOption
  @OptionGroup var json: JSONOption

  @Option(name: .long, help: ArgumentHelp("Also write the report as JUnit XML.", valueName: "file"))
  var junit: String?

  func run() async throws {
    let part = try draw.part()
    let cases = part?.count ?? draw.fuzz
    let threads = try threads.count()
    if let timeLimit, !(timeLimit > 0) { throw Ending(.misuse, "--time-limit must be above 0 (got \(timeLimit))") }
    if let maxFailures { try require("--max-failures", maxFailures) }
    let folder = try corpus.folder()
    let interrupt = Interrupt.shared
    interrupt.leaveTheEndToTheCommand()
    // The time runs from here: programs are started and probed within it.
    let deadline = Deadline(after: timeLimit) { interrupt.wasRaised }
    let weights = try weights.fixed()
    if weights != nil, target != nil { throw Ending(.misuse, "--target cannot be given with --weights") }
    let subjects = try activationClass.judged(
      subject.named(deadline: deadline), deadline: deadline, areProbed: weights == nil)
    try refuseUnlikeSizes(of: subjects)
    var configuration = CampaignConfiguration(
      cases: cases, seed: seed.value, scalars: scalar.kinds, threads: threads, timeLimit: timeLimit, corpus: folder)
    configuration.sizes = sizes.sizes
    configuration.fixed = try sizes.fixed()
    configuration.mostFailures = maxFailures
    configuration.part = part
    (configuration.isStrict, configuration.acceptsWeak) = (strict.isGiven, acceptWeak)
    var judged = try await judgedCampaign(configuration, subjects, weights, deadline)
    if target != nil {
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
    let isText = !json.isGiven
    if judged.report.outcome == .subjectWrong { Interrupt.shared.noteWrong() }
    if isText { print(judged.report.verdictText) }
    let count = judged.report.counterexamples.count
    var number = 0
    judged.shrink { counterexample in
      number += 1
      if isText { print("\n" + counterexample.text(number: number, of: count)) }
    }
    if noDiagnosis {
      judged.skipDiagnosis(reason: "--no-diagnosis")
    } else {
      judged.diagnose { if isText { print("\n" + CampaignReport.text(of: $0)) } }
    }
    print(isText ? "\n" + judged.report.endText : try judged.report.jsonText)
    var unsaved = judged.report.unsaved
    if let junit {
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
    if !noNumpy {
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

/// What a search raises.
enum SearchTarget: String, CaseIterable, ExpressibleByArgument { case ratio }
