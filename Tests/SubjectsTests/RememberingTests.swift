import Foundation
import LSTMContract
import Testing

@testable import Subjects

@Suite struct RememberingTests {
  private static let source = "Tests/SubjectsTests/Programs/remembering.c"

  private func withBackend(
    _ mode: String, identity: String = "name=remembering\\nscalars=float",
    _ body: (any LSTMBackend<Float>) throws -> Void
  ) throws {
    try Program.withTemporaryDirectory { folder in
      let options = ["-DMODE=\(mode)", "-DIDENTITY=\"\(identity)\""]
      let library = try Program.library(Self.source, options: options, in: folder)
      let program = try PipeProgram(library: library, worker: Program.worker)
      try body(#require(program.subject.backend(as: Float.self)))
      withExtendedLifetime(program) {}
    }
  }

  /// The same sizes, so the same addresses: what is kept for the first call is taken for the second.
  @Test(arguments: ["by_address", "by_size", "nothing"])
  func callsOneAfterTheOtherHaveTheirArraysInTheSamePlace(mode: String) throws {
    let first = try biased(kernel: 0.25)
    let second = try biased(kernel: -0.5)
    try withBackend(mode) { backend in
      let alone = try backend.renewed()?.answer(second).finalC
      let renewed = try #require(backend.renewed())
      let results = renewed.results(ofCalls: [first, second])
      #expect(try (results[1].get().finalC == alone) == (mode == "nothing"))
    }
  }

  @Test func aRenewedSubjectRemembersNothing() throws {
    try withBackend("by_size") { backend in
      let (first, second) = (try biased(kernel: 0.25), try biased(kernel: -0.5))
      let alone = try backend.answer(first).finalC
      #expect(try backend.answer(second).finalC == alone)
      #expect(try #require(backend.renewed()).answer(second).finalC != alone)
    }
  }

  @Test(arguments: [("nothing", true), ("shared", false)])
  func aLibraryIsCalledFromSeveralThreadsInItsWorker(mode: String, isSame: Bool) throws {
    try withBackend(mode, identity: "name=remembering\\nscalars=float\\nconcurrent_calls=true") { backend in
      let problem = try biased(kernel: 0.25)
      let alone = try backend.answer(problem)
      let answers = try #require(try backend.concurrentAnswers(to: problem, calls: 4))
      #expect(answers.allSatisfy { $0.finalC == alone.finalC } == isSame)
    }
  }

  @Test func aLibraryThatDeclaresNothingTakesOneCallAtATime() throws {
    try withBackend("nothing") { backend in
      #expect(throws: Refusal("remembering takes one call at a time")) {
        try backend.concurrentAnswers(to: try biased(kernel: 0.25), calls: 4)
      }
    }
  }

  @Test func aProgramTakesOneCallAtATime() throws {
    let program = try PipeProgram(command: Program.misbehaving("print"))
    #expect(throws: Refusal.self) { try program.concurrentAnswers(to: try biased(kernel: 1), calls: 4) }
  }

  private func biased(kernel value: Float) throws -> LSTMProblem<Float> {
    try LSTMProblem(
      input: Tensor(shape: [1, 2, 3], repeating: 0.5), initialH: Tensor(shape: [1, 4], repeating: 0.25),
      initialC: Tensor(shape: [1, 4], repeating: 1), inputKernel: Tensor(shape: [3, 16], repeating: value),
      hiddenKernel: Tensor(shape: [4, 16], repeating: 0.125), bias: Tensor(shape: [16], repeating: 0))
  }
}
