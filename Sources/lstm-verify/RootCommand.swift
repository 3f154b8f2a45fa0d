import ArgumentParser
import Catalog
import Foundation
import LSTMContract
import Verification

/// `lstm-verify --fuzz N`: the main job. Without it, and without a subcommand, the help text.
struct RootCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lstm-verify",
    abstract: "Tells whether an LSTM implementation is right, and if not, where and why.",
    usage: "lstm-verify --fuzz <N> [<options>]\nlstm-verify <subcommand>",
    discussion: """
      Exit status: 0 all checks held; 1 a subject is wrong; 2 misuse or input that cannot be read; 3 the suite \
      itself failed; 130 interrupted.
      """,
    version: Catalog.version,
    subcommands: [
      CheckCommand.self, GoldenCommand.self, ReplayCommand.self, ShowCommand.self, BackendsCommand.self,
      EquationsCommand.self, MutantsCommand.self, SensitivityCommand.self, FaithfulCommand.self,
      ProbeCommand.self, DiagnoseCommand.self, IdentifyCommand.self, MatrixCommand.self, ConvertCommand.self,
      BenchCommand.self, GrowthCommand.self, WorkerCommand.self,
    ])

  @OptionGroup var campaign: CampaignOptions
  @OptionGroup var subject: SubjectOptions

  func run() async throws {
    guard let cases = campaign.fuzz else {
      try campaign.refuse(in: "lstm-verify without --fuzz")
      try subject.refuse(in: "lstm-verify without --fuzz")
      throw CleanExit.helpRequest(self)
    }
    guard cases > 0 else { throw Ending(.misuse, "--fuzz \(cases): at least 1 case") }
    let threads = campaign.threads ?? ProcessInfo.processInfo.activeProcessorCount
    guard threads > 0 else { throw Ending(.misuse, "--threads \(threads): at least 1 thread") }
    if let limit = campaign.timeLimit, !(limit > 0) { throw Ending(.misuse, "--time-limit \(limit): above 0") }
    if campaign.noCorpus, campaign.corpus != nil { throw Ending(.misuse, "--corpus: given together with --no-corpus") }
    let subjects = try subject.subjects()
    let configuration = CampaignConfiguration(
      cases: cases, seed: campaign.seed?.value ?? CampaignConfiguration.defaultSeed,
      scalars: campaign.scalar.map { [$0] } ?? ScalarKind.allCases, threads: threads,
      timeLimit: campaign.timeLimit,
      corpus: campaign.noCorpus ? nil : campaign.corpus ?? ".lstm-verify")
    var report = try await campaignReport(configuration, subjects)
    if campaign.target != nil {
      let searches = max(1, subjects.count * configuration.scalars.count)
      report.targeted = await TargetedSearch.run(
        subjects, scalars: configuration.scalars, seed: configuration.seed, budget: max(cases / 2 / searches, 40),
        threads: threads)
    }
    if let junit = campaign.junit {
      do {
        try report.writeJUnit(to: junit)
      } catch {
        throw Ending(.misuse, "--junit: \(error)")
      }
    }
    print(campaign.json ? try report.jsonText : report.text(program: "lstm-verify"))
    guard report.outcome == .held else { throw Ending(report.outcome) }
  }

  private func campaignReport(
    _ configuration: CampaignConfiguration, _ subjects: [LSTMSubject]
  ) async throws -> CampaignReport {
    var reference: (any LSTMReference)?
    if !campaign.noNumpy {
      do {
        reference = try await Catalog.reference()
      } catch {
        throw Ending(.suiteFailed, "\(error)")
      }
    }
    let interrupt = Interrupt()
    let line = ProgressLine()
    defer { line.finish() }
    do {
      return try await Campaign(configuration, subjects: subjects, reference: reference)
        .run(isCancelled: { interrupt.wasRaised }) { line.show($0) }
    } catch let error where Catalog.isReferenceFailure(error) {
      throw Ending(.suiteFailed, "\(error)")
    } catch {
      throw Ending(.misuse, "\(error)")
    }
  }
}
