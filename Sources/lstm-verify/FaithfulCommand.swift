import ArgumentParser
import Foundation
import LSTMContract
import Verification

/// `faithful --fuzz N`: implementations that are right, none of which may be accused.
struct FaithfulCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "faithful",
    abstract: "Judge implementations that are right in every legal way; none may be accused.",
    usage: "lstm-verify faithful --fuzz <N> [--seed <seed>] [--threads <N>] [--json]",
    discussion: "Exit status 3 where one is accused. Beside it, what fixed tolerances would have said of the same runs."
  )

  @OptionGroup(visibility: .hidden) var subject: SubjectOptions
  @OptionGroup(visibility: .hidden) var campaign: CampaignOptions

  func run() async throws {
    try campaign.refuse(in: "faithful", except: ["--fuzz", "--seed", "--threads", "--json"])
    try subject.refuse(in: "faithful")
    guard let runs = campaign.fuzz, runs > 0 else { throw Ending(.misuse, "--fuzz N: at least 1 run") }
    let threads = campaign.threads ?? ProcessInfo.processInfo.activeProcessorCount
    guard threads > 0 else { throw Ending(.misuse, "--threads \(threads): at least 1 thread") }
    let report = await FaithfulReport(
      runs: runs, seed: campaign.seed?.value ?? CampaignConfiguration.defaultSeed, threads: threads)
    print(campaign.json ? try report.jsonText : report.text)
    guard report.outcome == .held else { throw Ending(report.outcome) }
  }
}
