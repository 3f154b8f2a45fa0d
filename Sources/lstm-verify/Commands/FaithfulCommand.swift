import ArgumentParser
import Foundation
import LSTMContract
import Verification

/// `faithful --fuzz N`: implementations that are right, none of which may be accused.
struct FaithfulCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "faithful",
    abstract: "Judge implementations that are right in every legal way; none may be accused.",
    usage: "lstm-verify faithful --fuzz <N> [--from <run> --to <run>] [--seed <seed>] [--threads <N>] [--json]",
    discussion: "Exit status 3 where one is accused. Beside it, what fixed tolerances would have said of the same runs."
  )

  @OptionGroup(visibility: .hidden) var subject: SubjectOptions
  @OptionGroup(visibility: .hidden) var campaign: CampaignOptions

  func run() async throws {
    try campaign.refuse(in: "faithful", except: ["--fuzz", "--seed", "--threads", "--json", "--from", "--to"])
    try subject.refuse(in: "faithful")
    guard let part = try campaign.part() ?? campaign.fuzz.map({ 0..<max($0, 0) }), !part.isEmpty else {
      throw Ending(.misuse, "--fuzz N: at least 1 run")
    }
    let threads = try campaign.threadCount()
    Interrupt.shared.leaveTheEndToTheCommand()
    let report = await FaithfulReport(
      part: part, seed: campaign.seed?.value ?? CampaignConfiguration.defaultSeed, threads: threads,
      deadline: Interrupt.shared.deadline)
    print(campaign.json ? try report.jsonText : report.text)
    try Interrupt.shared.check(wrong: false)
    guard report.outcome == .held else { throw Ending(report.outcome) }
  }
}
