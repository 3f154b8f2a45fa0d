import ArgumentParser
import Foundation
import LSTMContract
import SuiteQuality
import Verification

/// `sensitivity`: how small a fault may be and still be noticed.
struct SensitivityCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sensitivity",
    abstract: "Show the share of planted faults that is noticed against their size.",
    discussion: """
      In float, beside the rules of other suites. Docs/sensitivity.md says how to read it. --sizes: exit status 3 where a fault from a size on \
      (up to 512 in H and I, 64 in B, 500 in T) is missed in 10,000 cases.
      """)

  @Flag(name: .customLong("sizes"), help: "Faults that show at some sizes only, instead of faults of some magnitude.")
  var ofSizes = false
  @Option(
    name: .long, help: ArgumentHelp("Faults of each family and size (40), or seeds with --sizes (5).", valueName: "N"))
  var samples: Int?
  @Option(name: .long, help: ArgumentHelp("The most cases for each fault.", valueName: "N"))
  var budget = 10_000
  @Option(
    name: .long,
    help: ArgumentHelp("The most cases where the size is below the declared error of an activation.", valueName: "N"))
  var budgetBelowLimit = 500
  @Option(name: .long, help: ArgumentHelp("Also write a plot.", valueName: "file"))
  var svg: String?
  @OptionGroup var seed: SeedOption
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var json: JSONOption

  func run() async throws {
    for (name, value) in [
      ("--samples", samples ?? 1), ("--budget", budget), ("--budget-below-limit", budgetBelowLimit),
    ] {
      try require(name, value)
    }
    let threads = try threads.count()
    let seed = seed.value
    Interrupt.shared.leaveTheEndToTheCommand()
    if ofSizes {
      guard svg == nil else { throw Ending(.misuse, "--svg cannot be given with --sizes") }
      let report = await SizeSensitivityReport(
        samples: samples ?? 5, budget: budget, seed: seed, threads: threads, deadline: Interrupt.shared.deadline)
      print(json.isGiven ? try report.jsonText : report.text)
      try Interrupt.shared.check(wrong: false)
      if budget >= 10_000, !report.noticesWhatItMust { throw Ending(.suiteFailed) }
      return
    }
    if let svg { try requireWritable(svg) }
    let report: SensitivityReport
    do {
      report = try await SensitivityReport(
        samples: samples ?? 40, budget: budget, budgetBelowLimit: budgetBelowLimit, seed: seed, threads: threads,
        deadline: Interrupt.shared.deadline)
    } catch {
      throw Ending(.suiteFailed, "\(error)")
    }
    if let svg, !Interrupt.shared.wasRaised {
      do {
        try report.writePlot(to: svg)
      } catch {
        throw Ending(.misuse, "--svg: \(error)")
      }
    }
    print(json.isGiven ? try report.jsonText : report.text)
    try Interrupt.shared.check(wrong: false)
  }

  /// A path that cannot be written is known now rather than after minutes.
  private func requireWritable(_ path: String) throws {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      throw Ending(.misuse, "--svg \(path): a folder")
    }
    let folder = URL(filePath: path).deletingLastPathComponent().path
    guard FileManager.default.isWritableFile(atPath: folder) else {
      throw Ending(.misuse, "--svg \(path): cannot write in \(folder)")
    }
  }
}
