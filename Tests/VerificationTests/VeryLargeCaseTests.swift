import LSTMContract
import Testing

@testable import Verification

@Suite struct VeryLargeCaseTests {
  @Test func everythingIsAskedOfSmallCasesAndOfATenthOfTheVeryLarge() throws {
    let small = try LSTMShape(timeSteps: 8, batch: 4, inputSize: 16, units: 16)
    let large = try LSTMShape(timeSteps: 32, batch: 16, inputSize: 64, units: 64)
    #expect(!small.isVeryLarge && large.isVeryLarge)
    for seed in 1...3 as ClosedRange<UInt64> {
      #expect((0..<1_000).allSatisfy { asksEverything(of: small, seed: seed, index: $0) })
      let asked = (0..<10_000).count { asksEverything(of: large, seed: seed, index: $0) }
      #expect((900...1_100).contains(asked))
    }
  }

  @Test(arguments: [[1, 1, 512, 512], [70_000, 1, 3, 3], [700, 100, 1, 1], [1_000, 1, 1, 1]])
  func whateverIsDearMakesACaseVeryLarge(sizes: [Int]) throws {
    let shape = try LSTMShape(timeSteps: sizes[0], batch: sizes[1], inputSize: sizes[2], units: sizes[3])
    #expect(shape.isVeryLarge)
  }

  /// A second copy of what they hold would decide how much memory a run takes.
  @Test(arguments: [[1, 1, 8, 1_023], [1, 65_537, 2, 1], [1, 1, 872, 1_025]])
  func nothingThatNeedsASecondCopyIsAskedOfTheLargest(sizes: [Int]) throws {
    let shape = try LSTMShape(timeSteps: sizes[0], batch: sizes[1], inputSize: sizes[2], units: sizes[3])
    #expect((0..<1_000).allSatisfy { !asksEverything(of: shape, seed: 1, index: $0) })
  }

  @Test func theLargestKernelsAreDrawnInFloatWhereThatIsAsked() throws {
    let shape = try LSTMShape(timeSteps: 1, batch: 1, inputSize: 872, units: 1_025)
    let small = try LSTMShape(timeSteps: 1, batch: 1, inputSize: 23, units: 1_025)
    for index in 0..<4 {
      #expect(CampaignConfiguration(cases: 1, scalars: [.float, .double]).scalar(at: index, of: shape) == .float)
      #expect(CampaignConfiguration(cases: 1, scalars: [.double]).scalar(at: index, of: shape) == .double)
    }
    #expect(CampaignConfiguration(cases: 1, scalars: [.float, .double]).scalar(at: 1, of: small) == .double)
  }

  @Test func theReportSaysWhatWasLeftOutAndHowSmallASampleWas() {
    var record = SubjectRecord(name: "probe", models: [])
    (record.sampledCases, record.sampledElements, record.unjudged, record.smallestSample) = (2, 300, 700, 96)
    var ledger = emptyLedger(subjects: [], reference: nil, model: nil)
    (ledger.cases, ledger.veryLarge, ledger.stepsOnly, ledger.subjects) = (10, 5, 4, [record])
    let text = CampaignReport(
      configuration: CampaignConfiguration(cases: 10), ledger: ledger, counterexamples: [], replays: [], seconds: 1,
      wasInterrupted: false
    ).text()
    #expect(text.contains("5 very large cases; to save time, 4 of them were judged only step by step"))
    #expect(text.contains("300 of 1,000 elements were judged in pairs of doubles"))
    #expect(text.contains("missed with probability (1-q)^n, n >= 96"))
  }
}
