import LSTMContract
import Mutants
import Synchronization
import Testing

@testable import Verification

/// What a report prints behind `replay` shows the failure again.
@Suite struct ReplayPromiseTests {
  private func replay(_ counterexample: Counterexample, of subject: LSTMSubject) throws -> Replay {
    let given = try GivenCase(counterexample.line)
    guard let earlier = counterexample.earlierLine else { return Replay(given, subjects: [subject]) }
    return Replay(given.problem, after: try GivenCase(earlier).problem, name: given.name, subjects: [subject])
  }

  private func failures(of subject: LSTMSubject, cases: Int) throws -> [Counterexample] {
    try Campaign(CampaignConfiguration(cases: cases, scalars: [.float], examinesCases: false), subjects: [subject])
      .runWithoutReference().counterexamples
  }

  @Test(arguments: Mutant.allCases.filter { $0.mutantClass == .stateful && $0.rawValue != "run-to-run" })
  func everyFailureOfAFaultThatRemembersComesAgain(mutant: Mutant) throws {
    func subject() -> LSTMSubject { LSTMSubject(MutantBackend<Float>(mutant.renewed())) }
    let counterexamples = try failures(of: subject(), cases: 200).filter { !$0.detail.contains("not seen again") }
    for counterexample in counterexamples {
      #expect(try !replay(counterexample, of: subject()).failures.isEmpty, "\(counterexample.line)")
    }
  }

  /// A law that asks two problems shows what only the first of them brings about.
  @Test func whatALawFindsByItsOwnCallsIsReportedAsAPair() throws {
    let counterexamples = try failures(of: LSTMSubject(StaleWhereTheBatchShrinks()), cases: 200)
    let found = try #require(counterexamples.first { $0.check == .law("batch-of-one") })
    #expect(found.earlierShape?.batch ?? 0 > found.shape.batch)
    #expect(try replay(found, of: LSTMSubject(StaleWhereTheBatchShrinks())).failures.map(\.check) == [.secondOfTwo])
  }

  /// What was kept of a call with more rows shows only where that call had other values, too.
  @Test func whatNeedsTwoDifferencesIsFoundAsAPair() throws {
    let counterexamples = try failures(of: LSTMSubject(StaleWhereTheBatchShrinks()), cases: 800)
    let found = try #require(counterexamples.first { $0.check == .oracle })
    #expect(found.earlierLine != nil && !found.detail.contains("not seen again"))
    #expect(try replay(found, of: LSTMSubject(StaleWhereTheBatchShrinks())).failures.map(\.check) == [.secondOfTwo])
  }

  @Test func aCaseThatNoShellTakesIsReplayedAsDrawn() throws {
    let found = try #require(
      try failures(of: LSTMSubject(MutantBackend<Float>(Mutant.allCases.first)), cases: 20).first)
    var long = found
    long.line += String(repeating: " ", count: 200_000)
    #expect(found.lines(program: "p").last?.contains("'\(found.line)'") == true)
    #expect(long.lines(program: "p").last?.contains("'\(found.drawnLine)'") == true)
    long.earlierLine = found.line
    #expect(long.lines(program: "p").last?.hasSuffix(" '\(found.drawnLine)'") == true)
    #expect(long.lines(program: "p").last?.contains("--then") == false)
    long.file = "corpus/case.safetensors"
    #expect(long.lines(program: "p").last?.hasSuffix("corpus/case.safetensors") == true)
  }
}

/// Keeps the rows of the call before, and reads the first of them where there are fewer rows now.
private final class StaleWhereTheBatchShrinks: LSTMBackend {
  private let last = Mutex<LSTMProblem<Float>?>(nil)

  var name: String { "stale" }
  var model: ArithmeticModel { ArithmeticModel(scalar: .float) }

  func renewed() -> (any LSTMBackend<Float>)? { StaleWhereTheBatchShrinks() }

  func run(_ problem: LSTMProblem<Float>, into answer: inout LSTMAnswer<Float>) throws {
    let before = last.withLock { last in
      defer { last = problem }
      return last
    }
    var asked = problem
    if let before, before.shape.units == problem.shape.units, before.shape.batch > problem.shape.batch {
      var h = problem.initialH
      for place in h.elements.indices { h[place] = before.initialH[place] }
      asked = try problem.replacing(initialH: h)
    }
    MutantBackend<Float>(nil).run(asked, into: &answer)
  }
}
