import Foundation
import LSTMContract
import Testing

@testable import Subjects

@Suite struct LibraryTests {
  private static let misbehaving = "Tests/SubjectsTests/Programs/misbehaving.c"

  #if arch(x86_64)
    @Test func aLoadThatWantsMoreAlignmentIsNamedAndGoesAwayWithIt() throws {
      try Program.withTemporaryDirectory { folder in
        let library = try Program.library(Self.misbehaving, options: ["-DMODE=misaligned"], in: folder)
        let two = try problem(timeSteps: 2)
        #expect {
          try PipeProgram(library: library, worker: Program.worker).answer(two)
        } throws: {
          "\($0)".contains("ended with SIGSEGV: perhaps an aligned load or store")
            && "\($0)".contains("--aligned 64 tells")
        }
        let aligned = try PipeProgram(library: library, worker: Program.worker, alignment: 64)
        #expect(try aligned.answer(two).finalC == two.initialC.elements)
      }
    }
  #endif

  @Test(arguments: ["behind", "before"]) func aLineOverTheEndIsSeenAtAnyAlignment(mode: String) throws {
    try Program.withTemporaryDirectory { folder in
      let library = try Program.library(Self.misbehaving, options: ["-DMODE=\(mode)"], in: folder)
      let program = try PipeProgram(library: library, worker: Program.worker, alignment: 64)
      #expect {
        try program.answer(try problem(timeSteps: 2))
      } throws: {
        "\($0)".contains("wrote \(mode == "behind" ? "behind the end of outputs" : "before the start of state_1")")
      }
    }
  }

  @Test func noWorkerOutlivesItsSubject() throws {
    try Program.withTemporaryDirectory { folder in
      let library = try Program.library(Self.misbehaving, options: ["-DMODE=hang"], in: folder)
      do {
        let program = try PipeProgram(
          library: library, worker: Program.worker, limits: SubjectLimits(caseSeconds: 0.2))
        #expect(throws: SubjectFailure.self) { try program.answer(try problem(timeSteps: 2)) }
        _ = try program.answer(try problem(timeSteps: 1))
      }
      #expect(try Self.workers(of: library) == 0)
    }
  }

  @Test func wordsOfTheLibraryAreNoFrames() throws {
    try Program.withTemporaryDirectory { folder in
      let library = try Program.library(Self.misbehaving, options: ["-DMODE=print"], in: folder)
      let program = try PipeProgram(library: library, worker: Program.worker)
      let two = try problem(timeSteps: 2)
      #expect(try program.answer(two).finalC == two.initialC.elements)
    }
  }

  @Test func whatTheLibraryOmitsIsAbsentWhateverItWrites() throws {
    try Program.withTemporaryDirectory { folder in
      let identity = "-DIDENTITY=\"name=partial\\nscalars=float\\nomits=state_1\""
      let library = try Program.library(Self.misbehaving, options: ["-DMODE=print", identity], in: folder)
      let program = try PipeProgram(library: library, worker: Program.worker)
      let answer = try program.answer(try problem(timeSteps: 2))
      #expect(answer.given == [.lastOutput, .outputs, .finalH])
      let isAbsent = answer.finalC.allSatisfy { $0.isNaN }
      #expect(isAbsent)
    }
  }

  @Test func whatTheLibraryLeavesUnwrittenIsNaN() throws {
    try Program.withTemporaryDirectory { folder in
      let library = try Program.library(Self.misbehaving, options: ["-DMODE=nothing"], in: folder)
      let program = try PipeProgram(library: library, worker: Program.worker)
      #expect(try program.answer(try problem(timeSteps: 2)).outputs.allSatisfy(\.isNaN))
    }
  }

  @Test func aProgramThatLosesTooMuchTimeIsNotAskedAgain() throws {
    let limits = SubjectLimits(caseSeconds: 0.3, lostSeconds: 0.5)
    let program = try PipeProgram(command: Program.misbehaving("hang"), limits: limits)
    for _ in 0..<2 { #expect(throws: SubjectFailure.self) { try program.answer(try problem(timeSteps: 2)) } }
    let start = ContinuousClock.now
    #expect {
      try program.answer(try problem(timeSteps: 1))
    } throws: {
      "\($0)" == "not asked: cases without an answer took 0.5 s; gave no answer within 0.3 s"
    }
    #expect(ContinuousClock.now - start < .seconds(0.2))
  }

  @Test(arguments: [
    ("-DVERSION=2", "lstm_subject_abi is 2, expected 1"), ("-DNO_RUN", "defines no lstm_subject_run"),
    ("-DIDENTITY=\"no pair\"", "found line 'no pair', expected key=value"),
    ("-DIDENTITY=\"scalars=half\"", "metadata 'scalars': found 'half'"),
  ])
  func aLibraryOfAnotherInterfaceIsNoSubject(option: String, reason: String) throws {
    try Program.withTemporaryDirectory { folder in
      let library = try Program.library(Self.misbehaving, options: ["-DMODE=print", option], in: folder)
      do {
        _ = try PipeProgram(library: library, worker: Program.worker)
        Issue.record("\(option) was accepted")
      } catch {
        #expect("\(error)".contains(reason), "\(error)")
      }
    }
  }

  @Test func aFileThatIsNoLibraryIsNoSubject() {
    #expect {
      try PipeProgram(library: Program.root.appending(path: "README.md").path, worker: Program.worker)
    } throws: {
      "\($0)".contains("invalid ELF header")
    }
  }

  /// How many processes have the library on their command line.
  private static func workers(of library: String) throws -> Int {
    let processes = try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { Int($0) != nil }
    return processes.count { process in
      guard let bytes = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") else { return false }
      return String(decoding: bytes, as: UTF8.self).contains(library)
    }
  }
}

extension LibraryTests {
  /// Longer than a developer waits for: `.ci/run` runs them.
  @Suite struct Campaigns {
    @Test(arguments: [
      ("segfault", "ended with SIGSEGV"), ("divide", "ended with SIGFPE"), ("stop", "ended with SIGABRT"),
      ("leave", "ended with exit status 0"), ("hang", "gave no answer within"), ("flood", "its answer"),
      ("allocate", "MiB, where 300 are allowed"), ("behind", "touched memory behind the end of outputs"),
      ("before", "said: wrote before the start of state_1"), ("input", "wrote to the read-only input"),
      ("closed", "closed its output"), ("number", "said: lstm_subject_run returned 7"), ("fail", "said: out of luck"),
    ])
    func aCaseThatBreaksTheLibraryIsItsOnlyLoss(mode: String, reason: String) throws {
      try Program.withTemporaryDirectory { folder in
        let library = try Program.library(LibraryTests.misbehaving, options: ["-DMODE=\(mode)"], in: folder)
        let limits = SubjectLimits(caseSeconds: 2, residentBytes: 300 << 20)
        let program = try PipeProgram(library: library, worker: Program.worker, limits: limits)
        let small = try problem(timeSteps: 1)
        #expect(try program.answer(small).finalC == small.initialC.elements)
        do {
          _ = try program.answer(try problem(timeSteps: 2))
          Issue.record("\(mode) was not noticed")
        } catch let failure as SubjectFailure {
          #expect(failure.description.contains(reason), "\(failure)")
        }
        #expect(try program.answer(small).finalC == small.initialC.elements)
        #expect(try LibraryTests.workers(of: library) == 1)
        withExtendedLifetime(program) {}
      }
    }
  }
}
