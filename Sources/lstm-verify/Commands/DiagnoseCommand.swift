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
    discussion: """
      --self-test puts no subject on trial; --styles, --pairs and --threads are for it alone. Exit status 1 where a probe \
      is answered wrongly; 3 where the self-test names too little or wrongly.
      """)

  @Flag(name: .long, help: "Diagnose the planted faults and say how many are named.")
  var selfTest = false
  @Option(name: .long, help: ArgumentHelp("How many pairs of conventions the self-test diagnoses.", valueName: "N"))
  var pairs: Int?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "In how many foreign styles the self-test plants each fault: 1 (the default) to all.", valueName: "N"))
  var styles: StyleCount?
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var scalar: ScalarOption
  @OptionGroup var subject: SubjectOptions
  @OptionGroup var activationClass: ActivationClassOption
  @OptionGroup var json: JSONOption

  func run() async throws {
    if selfTest {
      try await test(scalar.kinds)
    } else {
      for (name, isGiven) in [
        ("--pairs", pairs != nil), ("--styles", styles != nil), ("--threads", threads.threads != nil),
      ] where isGiven {
        throw Ending(.misuse, "\(name) needs --self-test")
      }
      try diagnose(scalar.kinds)
    }
  }

  private func diagnose(_ scalars: [ScalarKind]) throws {
    var diagnoses: [Diagnosis] = []
    let deadline = Interrupt.shared.deadline
    let subjects = try activationClass.judged(subject.named())
    for subject in subjects {
      for scalar in scalars where !deadline.hasPassed {
        let diagnosis: Diagnosis? =
          switch scalar {
          case .float: subject.backend(as: Float.self).map { Diagnosis(subject.name, $0, deadline: deadline) }
          case .double: subject.backend(as: Double.self).map { Diagnosis(subject.name, $0, deadline: deadline) }
          }
        guard let diagnosis else { continue }
        diagnoses.append(diagnosis)
        guard !json.isGiven else { continue }
        print("\(subject.name), \(scalar.rawValue)")
        for line in diagnosis.lines { print("  " + line) }
        for caution in subject.cautions where caution.scalar == scalar && diagnosis.isUnexplained {
          print("  \(caution)")
        }
      }
    }
    if json.isGiven { print(try reportJSON(of: diagnoses)) }
    try Interrupt.shared.check(wrong: diagnoses.contains { $0.wrong > 0 || $0.dependsOnEarlierCalls })
    guard diagnoses.allSatisfy({ $0.wrong == 0 && !$0.dependsOnEarlierCalls }) else { throw Ending(.subjectWrong) }
    try requireJudgement(of: subjects, judged: Set(diagnoses.filter { $0.probes > 0 }.map(\.subject)))
  }

  private func test(_ scalars: [ScalarKind]) async throws {
    guard subject.isEmpty, activationClass.activationClass == nil else {
      throw Ending(.misuse, "--self-test puts no subject on trial: leave out the options that speak of one")
    }
    let threads = try threads.count()
    let count = pairs ?? 200
    try require("--pairs", count, atLeast: 0)
    var tests: [DiagnosisSelfTest] = []
    let deadline = Interrupt.shared.deadline
    Interrupt.shared.leaveTheEndToTheCommand()
    for scalar in scalars where !deadline.hasPassed {
      let test = await DiagnosisSelfTest(
        scalar: scalar, pairs: count, styles: styles?.count ?? 1, threads: threads, deadline: deadline)
      tests.append(test)
      if !json.isGiven { print(test.text) }
    }
    if json.isGiven { print(try reportJSON(of: tests)) }
    try Interrupt.shared.check(wrong: false)
    guard tests.allSatisfy(\.holds) else { throw Ending(.suiteFailed) }
  }
}

/// A number of styles, or `all`.
struct StyleCount: ExpressibleByArgument {
  let count: Int

  init?(argument: String) {
    guard let count = argument == "all" ? DiagnosisSelfTest.styles : Int(argument),
      (1...DiagnosisSelfTest.styles).contains(count)
    else { return nil }
    self.count = count
  }
}
