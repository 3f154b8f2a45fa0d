import CaseLab
import Catalog
import LSTMContract
import Testing
import Verification

/// What a campaign must look at, and who is the reason where it did not.
@Suite struct CoverageGoalTests {
  @Test(arguments: [0, 1])
  func aGoalMissedOnAWrongSubjectIsNoFailureOfTheSuite(wrongCases: Int) throws {
    var report = try Campaign(CampaignConfiguration(cases: 32), subjects: [Catalog.backends[0]])
      .runWithoutReference()
    (report.ledger.subjects[0].cases, report.ledger.subjects[0].agrees) = (5_000, 4_999)
    report.ledger.subjects[0].disagrees = wrongCases
    let isWrong = wrongCases > 0
    #expect(report.shortcomings.contains { $0.hasPrefix("law split on naive") } != isWrong)
    #expect(report.goalsMissedByWrongSubjects.isEmpty != isWrong)
    #expect(report.endText.contains("Coverage goals not met:") != isWrong)
    #expect(report.endText.contains("because the subject is wrong:") == isWrong)
  }
}
