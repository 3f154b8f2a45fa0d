public import ArgumentParser
import Catalog
import Foundation
public import LSTMContract
import Subjects
import Verification

extension ScalarKind: ExpressibleByArgument {}

/// Which implementations are put on trial.
struct SubjectOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Put only this backend on trial; may be given more than once.",
      discussion: "naive, simd, blas, simd/avx2 (a forced instruction set), mutant:NAME (a planted fault).",
      valueName: "name"))
  var backend: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Put a program or a shared library (.so) on trial; may be given more than once.",
      discussion: "Docs/subjects.md has both interfaces.", valueName: "command"))
  var subject: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp("Seconds that a program has for one case (10 by default).", valueName: "seconds"))
  var subjectTimeout: Double?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The error allowed to sigmoid and tanh: probed (the default), declared, or a number of units of u.",
      valueName: "class"))
  var activationClass: ActivationClassChoice?

  /// - Throws: `Ending` where one of these options was given to a command that does not use it.
  func refuse(in command: String, except accepted: Set<String> = []) throws {
    let given = [
      ("--backend", !backend.isEmpty), ("--subject", !subject.isEmpty), ("--subject-timeout", subjectTimeout != nil),
      ("--activation-class", activationClass != nil),
    ]
    for (name, isGiven) in given
    where isGiven && !accepted.contains(name) {
      throw Ending(.misuse, "\(name): not an option of '\(command)'")
    }
  }

  /// The subjects as they are judged.
  ///
  /// - Throws: `Ending` where a name is unknown.
  func subjects() throws -> [LSTMSubject] {
    try namedSubjects().map { subject in
      switch activationClass ?? .probed {
      case .probed: subject.judgedAsProbed()
      case .declared: subject
      case .units(let units): subject.judged(activationUnits: units)
      }
    }
  }

  /// The subjects as they declare themselves.
  ///
  /// - Throws: `Ending` where a name is unknown.
  func namedSubjects() throws -> [LSTMSubject] {
    let programs = try programs()
    guard !backend.isEmpty else { return programs.isEmpty ? Catalog.backends : programs }
    var seen: Set<String> = []
    return try programs
      + backend.filter { seen.insert($0).inserted }.map { name in
        switch Catalog.subject(named: name) {
        case .success(let subject): subject
        case .failure(let error): throw Ending(.misuse, "--backend: \(error)")
        }
      }
  }
}

extension SubjectOptions {
  private func programs() throws -> [LSTMSubject] {
    try startedPrograms(limits: SubjectLimits(caseSeconds: subjectTimeout ?? 10)).map(\.subject)
  }

  /// The programs and libraries behind `--subject`, started.
  ///
  /// - Throws: `Ending` where one does not start or does not say who it is.
  func startedPrograms(limits: SubjectLimits) throws -> [PipeProgram] {
    if let seconds = subjectTimeout {
      guard !subject.isEmpty else { throw Ending(.misuse, "--subject-timeout: only with --subject") }
      guard seconds > 0, seconds.isFinite else { throw Ending(.misuse, "--subject-timeout \(seconds): above 0") }
    }
    return try subject.map { command in
      do {
        guard PipeProgram.isLibrary(command) else { return try PipeProgram(command: command, limits: limits) }
        return try PipeProgram(library: command, worker: WorkerCommand.executable, limits: limits)
      } catch {
        throw Ending(.misuse, "--subject '\(command)': \(error)")
      }
    }
  }
}

/// Where the error allowed to the activations comes from.
enum ActivationClassChoice: ExpressibleByArgument {
  case probed, declared
  case units(Double)

  init?(argument: String) {
    switch argument {
    case "probed": self = .probed
    case "declared": self = .declared
    default:
      guard let units = Double(argument), units >= 0.5, units.isFinite else { return nil }
      self = .units(units)
    }
  }
}

/// The options of the main job. A subcommand accepts none of them but those that it names.
struct CampaignOptions: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("Draw N cases and judge every backend on each.", valueName: "N"))
  var fuzz: Int?

  @Option(
    name: .long,
    help: ArgumentHelp("The seed that decides every case, decimal or 0x...; fixed by default.", valueName: "seed"))
  var seed: Seed?

  @Option(name: .long, help: ArgumentHelp("float or double; both in turn by default.", valueName: "scalar"))
  var scalar: ScalarKind?

  @Option(
    name: .long, help: ArgumentHelp("How many cores to use; the verdicts do not depend on it.", valueName: "N"))
  var threads: Int?

  @Option(name: .long, help: ArgumentHelp("Start no new case after this many seconds.", valueName: "seconds"))
  var timeLimit: Double?

  @Option(
    name: .long,
    help: ArgumentHelp("Where failures are kept, a folder for each subject.", valueName: "folder"))
  var corpus: String?

  @Flag(name: .long, help: "Neither replay nor save failures.")
  var noCorpus = false

  @Flag(name: .long, help: "Leave out the NumPy reference.")
  var noNumpy = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "ratio: also search for the largest |error|/radius of each backend, half as many problems again.",
      valueName: "target"))
  var target: SearchTarget?

  @Flag(name: .long, help: "Print the report as JSON instead of text.")
  var json = false

  @Option(name: .long, help: ArgumentHelp("Also write the report as JUnit XML.", valueName: "file"))
  var junit: String?

  /// - Throws: `Ending` where an option of the main job was given to a command that does not use it.
  func refuse(in command: String, except accepted: Set<String> = []) throws {
    let given: [(String, Bool)] = [
      ("--fuzz", fuzz != nil), ("--seed", seed != nil), ("--scalar", scalar != nil), ("--threads", threads != nil),
      ("--time-limit", timeLimit != nil), ("--corpus", corpus != nil), ("--no-corpus", noCorpus),
      ("--no-numpy", noNumpy), ("--target", target != nil), ("--json", json), ("--junit", junit != nil),
    ]
    for (name, isGiven) in given where isGiven && !accepted.contains(name) {
      throw Ending(.misuse, "\(name): not an option of '\(command)'")
    }
  }
}

/// What a search raises.
enum SearchTarget: String, ExpressibleByArgument { case ratio }

/// A seed, decimal or hexadecimal.
struct Seed: ExpressibleByArgument {
  var value: UInt64

  init?(argument: String) {
    let text = argument.lowercased()
    guard let value = text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text) else { return nil }
    self.value = value
  }
}
