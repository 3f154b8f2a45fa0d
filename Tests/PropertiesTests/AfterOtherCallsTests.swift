import Foundation
import LSTMContract
import Mutants
import Properties
import TestSupport
import Testing

@Suite struct AfterOtherCallsTests {
  private static let laws = CallLaws.all.filter { $0.name.hasPrefix("after-other") }
  private static let forgetful = Mutant.allCases.filter { $0.rawValue.hasPrefix("remembers-") }

  private func masked(_ seed: UInt64) throws -> LSTMProblem<Float> {
    try smallProblem(
      seed: seed, timeSteps: 3, batch: 2, mask: [true, true, false, true, true, true],
      options: LSTMOptions(zeroOutputForMask: true))
  }

  @Test(arguments: forgetful)
  func everyThingThatIsRememberedIsNoticed(mutant: Mutant) throws {
    let found = try (0..<40 as Range<UInt64>).lazy.compactMap { draw in
      let backend = MutantBackend<Float>(mutant.renewed())
      let problem = try masked(draw)
      let original = try backend.answer(problem)
      return try Self.laws.lazy.compactMap {
        try $0.violation(of: backend, on: problem, original: original, draw: draw)
      }.first
    }.first
    let pair = try #require(found?.pair)
    guard case .float(let earlier) = pair.earlier, case .float(let later) = pair.later else { return }
    let fresh = MutantBackend<Float>(mutant.renewed())
    _ = try fresh.answer(earlier)
    #expect(try fresh.answer(later) != faithful(later))
    #expect(try MutantBackend<Float>(mutant.renewed()).answer(later).outputs == faithful(later).outputs)
  }

  /// Kept by the address of R, whatever it holds.
  @Test func aCacheThatGoesByAddressesIsNoticed() throws {
    let kept = KeptWeight()
    let backend = PlantedBackend<Float> { problem, answer in
      answer = try faithful(problem)
      let (address, value) = problem.hiddenKernel.elements.withUnsafeBufferPointer { ($0.baseAddress, $0[0]) }
      answer.outputs[0] += kept.value(at: address, now: value) - value
    }
    let law = try CallLaws.named("after-other-weights")
    let problem = try masked(3)
    let found = try (0..<200 as Range<UInt64>).lazy.compactMap {
      try law.violation(of: backend, on: problem, original: faithful(problem), draw: $0)
    }.first
    #expect(found?.detail == "the call came after one with another R")
  }

  @Test func whatCrashesAfterAnotherCallIsToldWithBothCalls() throws {
    struct Crash: Error {}
    let calls = KeptWeight()
    let backend = PlantedBackend<Float> { problem, answer in
      let steps = Float(problem.shape.timeSteps)
      guard calls.first(steps) == steps else { throw Crash() }
      answer = try faithful(problem)
    }
    let problem = try masked(1)
    let original = try backend.answer(problem)
    let law = try CallLaws.named("after-other-sizes")
    let failures = (0..<20 as Range<UInt64>).compactMap { draw -> NoAnswerAfterCall? in
      do {
        _ = try law.violation(of: backend, on: problem, original: original, draw: draw)
        return nil
      } catch {
        return error as? NoAnswerAfterCall
      }
    }
    let failure = try #require(failures.first)
    #expect(failure.reason is Crash)
    #expect(failure.pair?.earlier == .float(problem) && failure.pair?.later.shape.timeSteps != 3)
  }

  @Test(arguments: OtherProblem.allCases)
  func onlyOneThingDiffers(thing: OtherProblem) throws {
    for draw in 0..<20 as Range<UInt64> {
      let problem = try masked(draw)
      let other = try #require(try thing.made(of: problem, draw: draw))
      let differences = [
        (OtherProblem.hiddenKernel, problem.hiddenKernel != other.hiddenKernel),
        (.inputKernel, problem.inputKernel != other.inputKernel), (.bias, problem.bias != other.bias),
        (.input, problem.input != other.input), (.initialH, problem.initialH != other.initialH),
        (.initialC, problem.initialC != other.initialC), (.mask, problem.mask != other.mask),
      ]
      switch thing.group {
      case .weights, .values:
        #expect(differences.filter(\.1).map(\.0) == [thing])
        #expect(problem.shape == other.shape && problem.options == other.options)
      case .sizes:
        #expect(problem.shape != other.shape && problem.options == other.options)
      case .options:
        #expect(problem.shape == other.shape && problem.options != other.options)
        if thing != .layout { #expect(!differences.contains { $0.1 }) }
      }
      #expect(try thing.made(of: problem, draw: draw) == other)
    }
  }

  /// Neither the first element, nor the sum, nor a single sampled element tells two arrays apart every time.
  @Test func otherWeightsDeceiveEveryShortKey() throws {
    let keys: [(Tensor<Float>) -> Double] = [
      { Double($0[0]) }, { $0.elements.map { Double($0) }.sorted().reduce(0, +) },
      { Double($0.elements[$0.elements.count - 1]) },
    ]
    let problem: LSTMProblem<Float> = try smallProblem(seed: 4)
    for key in keys {
      let deceived = try (0..<40 as Range<UInt64>).contains { draw in
        let other = try #require(try OtherProblem.inputKernel.made(of: problem, draw: draw)).inputKernel
        return key(other) == key(problem.inputKernel) && other != problem.inputKernel
      }
      #expect(deceived)
    }
  }
}

/// A value that is kept: under an address, or the first of all.
private final class KeptWeight: @unchecked Sendable {
  private let lock = NSLock()
  private var values: [UnsafePointer<Float>?: Float] = [:]
  private var earliest: Float?

  func value(at address: UnsafePointer<Float>?, now value: Float) -> Float {
    lock.withLock {
      if let known = values[address] { return known }
      values[address] = value
      return value
    }
  }

  func first(_ value: Float) -> Float {
    lock.withLock {
      earliest = earliest ?? value
      return earliest ?? value
    }
  }
}
