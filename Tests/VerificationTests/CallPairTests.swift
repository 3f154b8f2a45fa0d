import Catalog
import LSTMContract
import Mutants
import Synchronization
import Testing

@testable import Verification

@Suite struct CallPairTests {
  private func report(_ subject: LSTMSubject, cases: Int = 320) throws -> CampaignReport {
    try Campaign(CampaignConfiguration(cases: cases, scalars: [.float], examinesCases: false), subjects: [subject])
      .runWithoutReference()
  }

  private func mutant(_ id: String) throws -> MutantBackend<Float> {
    MutantBackend(try #require(Mutant(rawValue: id)).renewed())
  }

  @Test(arguments: [
    "remembers-hidden-kernel", "remembers-bias", "remembers-mask", "remembers-layout",
    "remembers-scratch-of-longer-call",
  ])
  func aFailingPairIsShrunkAndReplayedAsAPair(id: String) throws {
    let report = try report(LSTMSubject(mutant(id)))
    let counterexample = try #require(report.counterexamples.first { $0.earlierLine != nil })
    let earlier = try #require(counterexample.earlierLine)
    for shape in [counterexample.shape, try #require(counterexample.earlierShape)] {
      #expect([shape.timeSteps, shape.batch, shape.inputSize, shape.units].allSatisfy { $0 <= 2 }, "\(shape)")
    }
    let text = counterexample.lines(program: "lstm-verify").joined(separator: "\n")
    #expect(text.contains("an earlier call matters"))
    #expect(text.contains("--then '\(earlier)' '\(counterexample.line)'"))

    let (first, second) = (try GivenCase(earlier).problem, try GivenCase(counterexample.line).problem)
    func replay(_ backend: MutantBackend<Float>) -> Replay {
      Replay(second, after: first, name: "pair", subjects: [LSTMSubject(backend)])
    }
    #expect(try replay(mutant(id)).failures.map(\.check) == [.secondOfTwo])
    #expect(replay(MutantBackend(nil)).failures.isEmpty)
  }

  /// What the oracle sees only because of an earlier case comes out as a pair, too.
  @Test func aCaseThatFailsOnlyAfterAnotherIsReportedWithIt() throws {
    let report = try report(LSTMSubject(mutant("stale-packed-weights")), cases: 800)
    let counterexample = try #require(report.counterexamples.first { $0.check == .oracle })
    #expect(counterexample.earlierLine != nil && !counterexample.detail.contains("not seen again"))
  }

  @Test func twoCallsInDifferentTypesAreNoPass() throws {
    let (one, other) = (
      try GivenCase(
        "lstm-case/3 float T=1 B=1 I=1 H=1 batch_major forward processing keep tanh sigmoid x=0 h0=0 c0=0 K=0*4 R=0*4"),
      try GivenCase(
        "lstm-case/3 double T=1 B=1 I=1 H=1 batch_major forward processing keep tanh sigmoid x=0 h0=0 c0=0 K=0*4 R=0*4")
    )
    let replay = Replay(one.problem, after: other.problem, name: "pair", subjects: Catalog.backends)
    #expect(replay.failures.count == Catalog.backends.count)
  }

  @Test func equalCrashesAreOneFailure() throws {
    let report = try report(LSTMSubject(Crashing()))
    #expect(report.counterexamples.count == 1)
    let counterexample = try #require(report.counterexamples.first)
    #expect(counterexample.checks.count > 3 && counterexample.checks.values.reduce(0, +) == counterexample.count)
    #expect(counterexample.lines(program: nil).contains { $0.contains("answers (") })
  }

  @Test func aRefusalInsideALawIsCountedAndNoFailure() throws {
    let report = try report(LSTMSubject(WithoutInitialState()), cases: 600)
    #expect(report.counterexamples.isEmpty, "\(report.text())")
    #expect(report.ledger.subjects[0].agrees > 0)
    let refused = report.ledger.laws.values.compactMap { $0.first { $0.key.name == "stateless" }?.value.refused }
      .reduce(0, +)
    #expect(refused > 0)
  }
}

/// Crashes on every third call, whoever asks.
private final class Crashing: LSTMBackend {
  struct Fault: Error {}
  private let calls = Mutex(0)
  private let body = MutantBackend<Float>(nil)
  var name: String { "crashing" }
  var model: ArithmeticModel { body.model }

  func run(_ problem: LSTMProblem<Float>, into answer: inout LSTMAnswer<Float>) throws {
    let number = calls.withLock { calls in
      calls += 1
      return calls
    }
    guard number % 3 != 0 else { throw Fault() }
    body.run(problem, into: &answer)
  }
}

/// Refuses an initial state only when it is called.
private struct WithoutInitialState: LSTMBackend {
  private let body = MutantBackend<Float>(nil)
  var name: String { "stateless" }
  var model: ArithmeticModel { body.model }

  func run(_ problem: LSTMProblem<Float>, into answer: inout LSTMAnswer<Float>) throws {
    guard (problem.initialH.elements + problem.initialC.elements).allSatisfy({ $0 == 0 }) else {
      throw Refusal("no initial state")
    }
    body.run(problem, into: &answer)
  }
}
