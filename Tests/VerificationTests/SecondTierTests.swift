import FaithfulBank
import LSTMContract
import LSTMOracle
import Testing

@testable import SuiteQuality
@testable import Verification

@Suite struct SecondTierTests {
  @Test func aSumThatRoundsAwayEveryTermIsSuspiciousAndNotWrong() throws {
    let problem = try AttainedBound.problem(terms: 512)
    let backend = FaithfulBackend<Float>(FaithfulStyle())
    let answer = try backend.answer(problem)
    let oracle = Oracle(problem)
    #expect(oracle.judge(answer, model: backend.model).agrees)
    #expect(!oracle.judge(answer, model: backend.model, tier: .statistical).agrees)
  }

  @Test func suspicionsAreCountedAndDoNotFailARun() throws {
    let subject = LSTMSubject(
      name: "faithful", float: FaithfulBackend<Float>(FaithfulStyle()), double: FaithfulBackend<Double>(FaithfulStyle())
    )
    let report = try Campaign(CampaignConfiguration(cases: 400), subjects: [subject]).runWithoutReference()
    #expect(report.outcome == .held)
    let record = try #require(report.ledger.subjects.first)
    // One case in four, without the very large ones.
    #expect((95...100).contains(record.secondTierCases))
    #expect(record.outsideSecondTier <= 2)
    #expect(
      report.text().contains("of \(record.secondTierCases) cases with a sum less exact than usual, which is not wrong"))
  }
}
