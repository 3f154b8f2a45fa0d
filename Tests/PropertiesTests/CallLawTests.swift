import Foundation
import LSTMContract
import Mutants
import Properties
import TestSupport
import Testing

@Suite struct CallLawTests {
  private func violation(_ name: String, of backend: PlantedBackend<Float>) throws -> CallLawViolation? {
    let problem: LSTMProblem<Float> = try smallProblem(seed: 1)
    return try CallLaws.named(name).violation(of: backend, on: problem, original: faithful(problem))
  }

  @Test(arguments: CallLaws.all.map(\.name))
  func holdsForTheFaithfulBody(name: String) throws {
    let law = try CallLaws.named(name)
    for seed in 0..<40 as Range<UInt64> {
      let single: LSTMProblem<Float> = try anyProblem(seed: seed)
      let double: LSTMProblem<Double> = try anyProblem(seed: seed)
      #expect(try law.violation(of: MutantBackend(nil), on: single, original: faithful(single)) == nil)
      #expect(try law.violation(of: MutantBackend(nil), on: double, original: faithful(double)) == nil)
    }
  }

  /// NaN equals NaN of another payload, so that a NaN result is no violation.
  @Test(arguments: CallLaws.ofOneProblem)
  func holdsForResultsThatAreNaN(name: String) throws {
    let payloads = Counter()
    let backend = PlantedBackend<Float> { problem, answer in
      answer = LSTMAnswer(to: problem, filledWith: Float(bits: 0x7fc0_0000 | UInt64(payloads.next() % 1000)))
    }
    let problem: LSTMProblem<Float> = try smallProblem(seed: 1)
    let original = try backend.answer(problem)
    #expect(try CallLaws.named(name).violation(of: backend, on: problem, original: original) == nil)
  }

  @Test func secondCallCatchesAStateThatIsKept() throws {
    let calls = Counter()
    let backend = PlantedBackend<Float> { problem, answer in
      answer = try faithful(problem)
      answer.finalC[2] += Float(calls.next())
    }
    let found = try #require(try violation("second-call", of: backend))
    #expect(found.part == .finalC && found.index == 2)
    #expect(found.description.hasPrefix("second-call: state_1[2]: expected "))
  }

  @Test func negativeZeroIsNotZero() throws {
    let problem: LSTMProblem<Float> = try smallProblem(seed: 1, mask: Array(repeating: false, count: 6))
    let backend = PlantedBackend<Float> { problem, answer in
      answer = try faithful(problem)
      answer.lastOutput[0].negate()
    }
    let found = try CallLaws.named("second-call").violation(of: backend, on: problem, original: faithful(problem))
    #expect(found?.expected == "0.0 (0x00000000)")
    #expect(found?.actual == "-0.0 (0x80000000)")
  }

  @Test func reusedBuffersCatchesAResultThatIsNotRefreshed() throws {
    let backend = PlantedBackend<Float> { problem, answer in
      let right = try faithful(problem)
      let fresh = answer.finalH[0].isNaN || answer.finalH[0] == 12345 || answer.finalH[0] == -7.25
      if fresh { answer.finalC = right.finalC }
      answer.outputs = right.outputs
      (answer.lastOutput, answer.finalH) = (right.lastOutput, right.finalH)
    }
    #expect(try violation("reused-buffers", of: backend)?.part == .finalC)
    #expect(try violation("second-call", of: backend) == nil)
    #expect(try violation("written-outputs", of: backend) == nil)
  }

  @Test func writtenOutputsCatchesAnElementLeftOut() throws {
    let backend = PlantedBackend<Float> { problem, answer in
      let left = answer.outputs[7]
      answer = try faithful(problem)
      answer.outputs[7] = left
    }
    let found = try #require(try violation("written-outputs", of: backend))
    #expect(found.part == .outputs && found.index == 7)
    #expect(found.expected == "12345.0 (0x4640e400)")
  }

  /// A subject that claims NaN for an element which it never writes is seen even where NaN is right.
  @Test func writtenOutputsSeesThroughNaN() throws {
    let problem: LSTMProblem<Float> = try smallProblem(seed: 1).replacing(
      bias: .some(Tensor(shape: [20], repeating: .nan)))
    let backend = PlantedBackend<Float> { problem, answer in
      let left = answer.finalH[0]
      answer = try faithful(problem)
      answer.finalH[0] = left
    }
    let original = try backend.answer(problem)
    #expect(original.finalH[0].isNaN)
    let found = try CallLaws.named("written-outputs").violation(of: backend, on: problem, original: original)
    #expect(found?.part == .finalH)
  }

  @Test func unchangedInputsCatchesAWriteThroughAPointerAndSparesTheProblem() throws {
    let problem: LSTMProblem<Float> = try smallProblem(seed: 1)
    let original = try faithful(problem)
    let kept = problem.initialC.elements.map(\.bits)
    let backend = PlantedBackend<Float> { problem, answer in
      answer = try faithful(problem)
      problem.initialC.elements.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        UnsafeMutablePointer(mutating: base)[3] = 8
      }
    }
    let found = try CallLaws.named("unchanged-inputs").violation(of: backend, on: problem, original: original)
    #expect(found?.index == 3 && found?.part == nil)
    #expect(found?.detail == "the call changed initial_c[3]")
    #expect(problem.initialC.elements.map(\.bits) == kept)
  }

  @Test func concurrentCallsCatchesASharedScratchArea() throws {
    let inFlight = Counter()
    let backend = PlantedBackend<Float> { problem, answer in
      answer = try faithful(problem)
      // Whoever enters while another call is inside finds the scratch area taken.
      let others = inFlight.next() - 1
      Thread.sleep(forTimeInterval: 0.02)
      inFlight.back()
      answer.outputs[1] += Float(others)
    }
    #expect(try violation("concurrent-calls", of: backend)?.part == .outputs)
    #expect(try violation("second-call", of: backend) == nil)
  }

  @Test func anArrayOfAnotherSizeIsAViolation() throws {
    let backend = PlantedBackend<Float> { problem, answer in
      answer = try faithful(problem)
      answer.finalC.removeLast()
    }
    #expect(try violation("second-call", of: backend)?.actual == "9 elements")
  }

  @Test func whatTheBackendThrowsIsThrown() throws {
    let backend = PlantedBackend<Float> { _, _ in throw Refusal("no") }
    for law in CallLaws.all {
      #expect(throws: Refusal("no")) { try violation(law.name, of: backend) }
    }
  }

  @Test func namesAreUnique() { #expect(Set(CallLaws.all.map(\.name)).count == CallLaws.all.count) }

  /// A subject that refuses an initial state only when it is called has kept every law.
  @Test(arguments: CallLaws.all.map(\.name))
  func aRefusalAtRunTimeIsNoViolation(name: String) throws {
    let backend = PlantedBackend<Float> { problem, answer in
      if problem.initialH.elements.contains(where: { $0 != 0 }) { throw Refusal("no initial state") }
      answer = try faithful(problem)
    }
    let problem: LSTMProblem<Float> = try smallProblem(seed: 1)
    let started = try problem.replacing(initialH: problem.initialH.map { _ in 0 })
    for draw in 0..<12 as Range<UInt64> {
      let found = try CallLaws.named(name).violation(
        of: backend, on: started, original: faithful(started), draw: draw)
      #expect(found == nil)
    }
  }
}

extension CallLaws {
  /// The laws that ask nothing but the problem at hand, and what lies in the arrays.
  fileprivate static let ofOneProblem = all.map(\.name).filter { !$0.hasPrefix("after-other") }
}

/// A number that several calls count up and down.
private final class Counter: @unchecked Sendable {
  private let lock = NSLock()
  private var value = 0

  func next() -> Int {
    lock.withLock {
      value += 1
      return value
    }
  }

  func back() { lock.withLock { value -= 1 } }
}
