import ArgumentParser
import Catalog
import LSTMContract
import Subjects
import Verification

/// Which implementations are put on trial: `--backend`, and `--subject` with what belongs to it.
struct SubjectOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Test only this backend; may be given more than once.",
      discussion: "naive, simd, blas, simd/avx2 (a forced instruction set), mutant:NAME (a planted fault).",
      valueName: "name"))
  var backend: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Test a program or a shared library (.so); may be given more than once.",
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

  /// Whether none of the options is given.
  var isEmpty: Bool { backend.isEmpty && subject.isEmpty && subjectTimeout == nil && aligned == nil }

  /// The subjects as they declare themselves: the shipped backends where none is named.
  ///
  /// - Throws: `Ending` where a name is unknown, or a program does not start.
  func named(deadline: Deadline = Interrupt.shared.deadline) throws -> [LSTMSubject] {
    let programs = try startedPrograms(caseSeconds: 10, deadline: deadline).map(\.subject)
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

  /// The programs and libraries behind `--subject`, started.
  ///
  /// - Parameter caseSeconds: how long one case may take unless `--subject-timeout` says it.
  /// - Throws: `Ending` where one does not start or does not say who it is.
  func startedPrograms(caseSeconds: Double, deadline: Deadline) throws -> [PipeProgram] {
    try requireSense()
    let limits = SubjectLimits(caseSeconds: subjectTimeout ?? caseSeconds, deadline: deadline)
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

  /// - Throws: `Ending` where an option has no subject that it speaks of, or a value that makes no sense.
  private func requireSense() throws {
    if let seconds = subjectTimeout {
      guard !subject.isEmpty else { throw Ending(.misuse, "--subject-timeout needs --subject") }
      guard seconds > 0, seconds.isFinite else {
        throw Ending(.misuse, "--subject-timeout must be a finite number above 0 (got \(seconds))")
      }
    }
    if let aligned {
      guard subject.contains(where: PipeProgram.isLibrary) else {
        throw Ending(.misuse, "--aligned needs a shared library as --subject")
      }
      guard (1...4096).contains(aligned), aligned.nonzeroBitCount == 1 else {
        throw Ending(.misuse, "--aligned must be a power of two from 1 to 4096 (got \(aligned))")
      }
    }
  }
}
