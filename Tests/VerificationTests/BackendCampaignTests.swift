import Catalog
import LSTMContract
import LSTMOracle
import Testing

@testable import Verification

@Suite struct BackendCampaignTests {
  @Test(arguments: [1, 2, 3] as [UInt64])
  func theShippedBackendsAgreeWithTheOracleTheLawsAndOneAnother(seed: UInt64) async throws {
    let configuration = CampaignConfiguration(cases: 300, seed: seed, threads: 2)
    let report = try await Campaign(configuration, subjects: Catalog.backends, reference: try await Catalog.reference())
      .run()
    #expect(report.outcome == .held, "\(report.text())")
    for record in report.ledger.subjects { #expect(record.cases == 300 && record.agrees == 300) }
    // The reference is asked about a tenth of the very large cases.
    let reference = try #require(report.ledger.reference)
    #expect(reference.agrees == reference.cases && reference.cases + report.ledger.stepsOnly == 300)
    for record in report.ledger.subjects { #expect(record.largestRatio.map { $0.error.value < 1 } ?? false) }
  }

  @Test func theVerdictsDoNotDependOnTheThreads() async throws {
    var ledgers: [Ledger] = []
    for threads in [1, 3] {
      let configuration = CampaignConfiguration(cases: 200, threads: threads)
      var ledger = try await Campaign(configuration, subjects: Catalog.backends).run().ledger
      for index in ledger.subjects.indices { ledger.subjects[index].seconds = 0 }
      ledgers.append(ledger)
    }
    #expect(try ledgers[0].sortedJSON == ledgers[1].sortedJSON)
  }

  @Test func aRunThatNeverDrewAKindFails() {
    var report = CampaignReport(
      configuration: CampaignConfiguration(cases: 2_000), ledger: Ledger(subjects: []), counterexamples: [],
      replays: [], seconds: 1, wasInterrupted: false)
    report.ledger.cases = 2_000
    #expect(report.outcome == .suiteFailed)
    #expect(report.shortcomings.contains { $0.hasPrefix("label ") })
  }

  @Test func aRunOfNoCasesFails() {
    let report = CampaignReport(
      configuration: CampaignConfiguration(cases: 0), ledger: Ledger(subjects: []), counterexamples: [], replays: [],
      seconds: 0, wasInterrupted: false)
    #expect(report.outcome == .suiteFailed)
  }

  @Test func aSubjectThatRefusesEverythingIsNoPass() throws {
    let subject = LSTMSubject(Refusing())
    let report = try Campaign(CampaignConfiguration(cases: 50, scalars: [.float]), subjects: [subject])
      .runWithoutReference()
    #expect(report.outcome == .suiteFailed)
    #expect(report.ledger.cases > 0 && report.ledger.subjects[0].refused == report.ledger.cases)
  }

  @Test func aSubjectThatThrowsBroke() throws {
    let report = try Campaign(
      CampaignConfiguration(cases: 20, scalars: [.float]), subjects: [LSTMSubject(Throwing())]
    ).runWithoutReference()
    #expect(report.outcome == .subjectWrong)
    #expect(report.ledger.subjects[0].broke == 20)
    #expect(report.counterexamples.map(\.check) == [.answers])
  }
}

private struct Refusing: LSTMBackend {
  var name: String { "refusing" }
  var model: ArithmeticModel { ArithmeticModel(scalar: .float) }
  func refusal(of problem: LSTMProblem<Float>) -> Refusal? { Refusal("never") }
  func run(_ problem: LSTMProblem<Float>, into answer: inout LSTMAnswer<Float>) throws {}
}

private struct Throwing: LSTMBackend {
  struct Fault: Error {}
  var name: String { "throwing" }
  var model: ArithmeticModel { ArithmeticModel(scalar: .float) }
  func run(_ problem: LSTMProblem<Float>, into answer: inout LSTMAnswer<Float>) throws { throw Fault() }
}
