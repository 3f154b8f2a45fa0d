import ArgumentParser
import Benchmarking
import Catalog
import Foundation
import LSTMContract
import SIMDBackend
import Subjects
import Verification

/// `bench`: how fast the backends are, beside what the machine can do.
struct BenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Time the backends beside the machine's limits.",
    discussion: """
      Every backend takes its turn in every round. Data are random, and the calls go round several sets of weights. \
      Times are of one call. Backends run on one thread; --threads N, above 1, adds simd on N threads. \
      --subject puts other implementations in the same rounds, timed by their own clocks, and prints ratios. Timed \
      answers are judged before and after the rounds where they can be read; the exit status is 1 where one is wrong.
      """)

  @Option(name: .long, help: ArgumentHelp("Rounds of samples.", valueName: "N"))
  var rounds = 9
  @Option(
    name: .long,
    help: ArgumentHelp("A shape, such as 64,32,256,256; may be given more than once.", valueName: "T,B,I,H"))
  var shape: [String] = []
  @OptionGroup var scalar: TimedScalarOption
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var subject: SubjectOptions
  @OptionGroup var json: JSONOption

  func run() async throws {
    try require("--rounds", rounds)
    let threads = try threads.count(unlessGiven: 1)
    let names = Set((Catalog.backends + Catalog.forcedInstructionSets).map(\.name))
    if let odd = subject.backend.first(where: { !names.contains($0) }) {
      throw Ending(.misuse, "--backend \(odd): expected one of \(names.sorted().joined(separator: ", "))")
    }
    let shapes = try shape.isEmpty ? Benchmark.standardShapes() : shape.map(parsed)
    let benchmark = Benchmark(shapes: shapes, rounds: rounds)
    let programs = try subject.startedPrograms(caseSeconds: 120, deadline: Interrupt.shared.deadline)
    for program in programs where !program.identity.timesCalls {
      throw Ending(.misuse, "--subject '\(program.given)': does not time its calls (Docs/subjects.md)")
    }
    let deadline = Interrupt.shared.deadline
    Interrupt.shared.leaveTheEndToTheCommand()
    let report: BenchmarkReport
    do {
      report =
        switch scalar.scalar {
        case .float: try benchmark.run(contenders(threads, programs, of: Float.self), until: deadline)
        case .double: try benchmark.run(contenders(threads, programs, of: Double.self), until: deadline)
        }
    } catch {
      throw Ending(.suiteFailed, "\(error)")
    }
    print(json.isGiven ? try reportJSON(of: [report]) : report.text)
    let isWrong = report.measurements.contains { $0.fault != nil }
    try Interrupt.shared.check(wrong: isWrong)
    if isWrong { throw Ending(.subjectWrong) }
  }

  private func parsed(_ text: String) throws -> LSTMShape {
    let sizes = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) ?? -1 }
    guard sizes.count == 4, sizes.allSatisfy({ $0 > 0 }) else {
      throw Ending(.misuse, "--shape \(text): expected four sizes of at least 1, T,B,I,H")
    }
    do {
      return try LSTMShape(timeSteps: sizes[0], batch: sizes[1], inputSize: sizes[2], units: sizes[3])
    } catch {
      throw Ending(.misuse, "--shape \(text): \(error)")
    }
  }

  /// The shipped backends on one thread, then those that run on several with this many.
  private func contenders<Scalar: LSTMScalar>(
    _ threads: Int, _ programs: [PipeProgram], of type: Scalar.Type
  ) throws -> [Contender<Scalar>] {
    let only = subject.backend
    let forced = Catalog.forcedInstructionSets.filter { only.contains($0.name) }
    let shipped = Catalog.backends.filter { only.isEmpty || only.contains($0.name) }
    var contenders = (shipped + forced).compactMap { subject in
      subject.backend(as: type).map { Contender(subject.name, $0, fault: Self.fault(under: $0.model)) }
    }
    if threads > 1, only.isEmpty || only.contains("simd") {
      let simd = try SIMDBackend<Scalar>(instructionSet: nil, threads: threads)
      contenders.append(Contender("simd", threads: threads, simd, fault: Self.fault(under: simd.model)))
    }
    return contenders
      + programs.filter { $0.identity.scalars.contains(Scalar.kind) }.map { program in
        Contender(foreign: program.identity.name, threads: program.identity.threads ?? 1) {
          try ProgramCourse(program, $0)
        }
      }
  }
}

extension BenchCommand {
  fileprivate static func fault<Scalar: LSTMScalar>(
    under model: ArithmeticModel
  ) -> @Sendable (LSTMProblem<Scalar>, LSTMAnswer<Scalar>) -> String? {
    { problem, answer in faultOfTimedAnswer(answer, to: problem, model: model) }
  }
}

/// The calls of a program, which prepares a layer for each set of weights.
private struct ProgramCourse<Scalar: LSTMScalar>: Course {
  let program: PipeProgram
  let problems: [LSTMProblem<Scalar>]
  /// What a request for timed calls carries; its arrays are not looked at.
  let smallest: LSTMProblem<Scalar>
  var runtime: String { program.identity.name }

  /// Nil where the program refuses.
  init?(_ program: PipeProgram, _ problems: [LSTMProblem<Scalar>]) throws {
    self.program = program
    self.problems = problems
    smallest = try LSTMProblem(
      input: Tensor(shape: [1, 1, 1], repeating: 0), initialH: Tensor(shape: [1, 1], repeating: 0),
      initialC: Tensor(shape: [1, 1], repeating: 0), inputKernel: Tensor(shape: [1, 4], repeating: 0),
      hiddenKernel: Tensor(shape: [1, 4], repeating: 0))
    do {
      for (slot, problem) in problems.enumerated() { try program.prepare(problem, slot: slot) }
    } catch is Refusal {
      return nil
    }
  }

  func time(calls count: Int) throws -> Double {
    try program.seconds(calls: count, slots: problems.count, like: smallest)
  }

  /// Of the last call of each layer, where the program lets them be read.
  func verdict() throws -> CourseVerdict {
    guard program.identity.readsCalls, let model = program.subject.model(Scalar.kind) else { return .notJudged }
    for (slot, problem) in problems.enumerated() {
      do {
        let answer = try program.lastAnswer(ofSlot: slot, to: problem)
        if let fault = faultOfTimedAnswer(answer, to: problem, model: model) { return .wrong(fault) }
      } catch is Refusal {
        return .notJudged
      }
    }
    return .right
  }
}
