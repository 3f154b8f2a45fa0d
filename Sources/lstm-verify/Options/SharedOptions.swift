public import ArgumentParser
import CaseFiles
import Catalog
import Foundation
public import LSTMContract
import Subjects
import Verification

extension ScalarKind: ExpressibleByArgument {}

extension SizeProfile: ExpressibleByArgument {}

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
      "Let the arrays of a library begin at multiples of N bytes; their elements decide by default.", valueName: "N"))
  var aligned: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The error allowed to sigmoid and tanh: probed (the default), declared, or a number of units of u.",
      discussion: """
        What lies outside the declared error is wrong. probed also reads a smaller one from a sample of answers, and \
        calls what lies outside of that alone suspicious; declared does not probe; a number stands for what the subject \
        declares.
        """,
      valueName: "class"))
  var activationClass: ActivationClassChoice?

  @Flag(name: .long, help: "Count suspicious answers as wrong.")
  var strict = false

  /// - Throws: `Ending` where one of these options was given to a command that does not use it.
  func refuse(in command: String, except accepted: Set<String> = []) throws {
    let given = [
      ("--backend", !backend.isEmpty), ("--subject", !subject.isEmpty), ("--subject-timeout", subjectTimeout != nil),
      ("--aligned", aligned != nil), ("--activation-class", activationClass != nil), ("--strict", strict),
    ]
    for (name, isGiven) in given
    where isGiven && !accepted.contains(name) {
      throw Ending(.misuse, "\(name): not an option of '\(command)'")
    }
  }

  /// The subjects as they are judged.
  ///
  /// - Parameters:
  ///   - deadline: no call of a program goes on behind it; the probe has a quarter of the time.
  ///   - areProbed: false where the subjects answer with weights of their own, whatever they are asked.
  /// - Throws: `Ending` where a name is unknown.
  func subjects(
    deadline: Deadline = Interrupt.shared.deadline, areProbed: Bool = true
  ) throws -> [LSTMSubject] {
    let probing = deadline.afterShare(0.25)
    return try namedSubjects(deadline: deadline).map { subject in
      switch activationClass ?? .probed {
      case .probed where !areProbed: subject
      case .probed: subject.judgedAsProbed(deadline: probing)
      case .declared: subject
      case .units(let units): subject.judged(activationUnits: units)
      }
    }
  }

  /// The subjects as they declare themselves.
  ///
  /// - Throws: `Ending` where a name is unknown.
  func namedSubjects(deadline: Deadline = Interrupt.shared.deadline) throws -> [LSTMSubject] {
    let programs = try startedPrograms(limits: SubjectLimits(caseSeconds: subjectTimeout ?? 10, deadline: deadline))
      .map(\.subject)
    guard !backend.isEmpty else { return programs.isEmpty ? Catalog.backends : programs.distinctlyNamed() }
    var seen: Set<String> = []
    let all =
      try programs
      + backend.filter { seen.insert($0).inserted }.map { name in
        switch Catalog.subject(named: name) {
        case .success(let subject): subject
        case .failure(let error): throw Ending(.misuse, "--backend: \(error)")
        }
      }
    return all.distinctlyNamed()
  }
}

extension SubjectOptions {
  /// The programs and libraries behind `--subject`, started.
  ///
  /// - Throws: `Ending` where one does not start or does not say who it is.
  func startedPrograms(limits: SubjectLimits) throws -> [PipeProgram] {
    if let seconds = subjectTimeout {
      guard !subject.isEmpty else { throw Ending(.misuse, "--subject-timeout: only with --subject") }
      guard seconds > 0, seconds.isFinite else {
        throw Ending(.misuse, "--subject-timeout \(seconds): a finite number above 0")
      }
    }
    if let aligned {
      guard subject.contains(where: PipeProgram.isLibrary) else {
        throw Ending(.misuse, "--aligned: only with --subject and a shared library")
      }
      guard (1...4096).contains(aligned), aligned.nonzeroBitCount == 1 else {
        throw Ending(.misuse, "--aligned \(aligned): a power of two from 1 to 4096")
      }
    }
    return try subject.map { command in
      do {
        guard PipeProgram.isLibrary(command) else { return try PipeProgram(command: command, limits: limits) }
        return try PipeProgram(
          library: command, worker: OwnProcess.executable, alignment: aligned ?? 1, limits: limits)
      } catch is CallCutShort {
        throw Interrupt.shared.wasRaised
          ? Ending(.interrupted)
          : Ending(.misuse, "--subject '\(command)': the time limit passed before it said who it is")
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

/// Ends with 3 where a subject declined everything: nothing judged is never a pass.
///
/// - Throws: `Ending`, which names the subjects.
func requireJudgement(of subjects: [LSTMSubject], judged: Set<String>) throws {
  let unjudged = subjects.map(\.name).filter { !judged.contains($0) }
  guard !unjudged.isEmpty else { return }
  throw Ending(.suiteFailed, "nothing was judged of \(unjudged.joined(separator: ", ")): no verdict")
}
