import ArgumentParser
import Diagnostics
import Foundation
import LSTMContract
import Verification

/// `diagnose`: where a backend goes wrong and which known mistake answers as it does.
struct DiagnoseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diagnose",
    abstract: "Say where a backend goes wrong, and which known mistake answers exactly as it does.",
    usage: """
      lstm-verify diagnose --backend <name> [--scalar <scalar>] [--json]
      lstm-verify diagnose --self-test [--pairs <N>] [--scalar <scalar>] [--threads <N>] [--json]
      """,
    discussion: "Exit status 1 where a probe is answered wrongly; 3 where the self-test names too little or wrongly.")

  @Flag(name: .long, help: "Diagnose the planted faults and say how many are named.")
  var selfTest = false
  @Option(name: .long, help: ArgumentHelp("How many pairs of conventions the self-test diagnoses.", valueName: "N"))
  var pairs: Int?
  @OptionGroup(visibility: .hidden) var subject: SubjectOptions
  @OptionGroup(visibility: .hidden) var campaign: CampaignOptions

  func run() async throws {
    try campaign.refuse(
      in: "diagnose", except: selfTest ? ["--scalar", "--json", "--threads"] : ["--scalar", "--json"])
    let scalars = campaign.scalar.map { [$0] } ?? ScalarKind.allCases
    if selfTest {
      try await test(scalars)
    } else {
      guard pairs == nil else { throw Ending(.misuse, "--pairs: only with --self-test") }
      try diagnose(scalars)
    }
  }

  private func diagnose(_ scalars: [ScalarKind]) throws {
    var diagnoses: [Diagnosis] = []
    for subject in try subject.subjects() {
      for scalar in scalars {
        let diagnosis: Diagnosis? =
          switch scalar {
          case .float: subject.backend(as: Float.self).map { Diagnosis(subject.name, $0) }
          case .double: subject.backend(as: Double.self).map { Diagnosis(subject.name, $0) }
          }
        guard let diagnosis else { continue }
        diagnoses.append(diagnosis)
        guard !campaign.json else { continue }
        print("\(subject.name), \(scalar.rawValue)")
        for line in diagnosis.lines { print("  " + line) }
      }
    }
    if campaign.json { print(try reportJSON(of: diagnoses)) }
    guard diagnoses.allSatisfy({ $0.wrong == 0 && !$0.dependsOnEarlierCalls }) else { throw Ending(.subjectWrong) }
  }

  private func test(_ scalars: [ScalarKind]) async throws {
    try subject.refuse(in: "diagnose --self-test")
    let threads = campaign.threads ?? ProcessInfo.processInfo.activeProcessorCount
    guard threads > 0 else { throw Ending(.misuse, "--threads \(threads): at least 1 thread") }
    let count = pairs ?? 200
    guard count >= 0 else { throw Ending(.misuse, "--pairs \(count): at least 0 pairs") }
    var tests: [DiagnosisSelfTest] = []
    for scalar in scalars {
      let test = await DiagnosisSelfTest(scalar: scalar, pairs: count, threads: threads)
      tests.append(test)
      if !campaign.json { print(test.text) }
    }
    if campaign.json { print(try reportJSON(of: tests)) }
    guard tests.allSatisfy(\.holds) else { throw Ending(.suiteFailed) }
  }
}
