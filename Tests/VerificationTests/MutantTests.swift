import LSTMContract
import Mutants
import SuiteQuality
import Testing

@testable import Verification

@Suite struct MutantTests {
  @Test func noMutantOfASampleSurvivesASmallBudget() async throws {
    let report = await SampleOfTheBank.report.value
    #expect(report.outcome == .held, "\(report.survivors.map(\.id))")
    #expect(report.records.count >= 30)
    let small = report.records.compactMap(\.shape).count { shape in
      [shape.timeSteps, shape.batch, shape.inputSize, shape.units].allSatisfy { $0 <= 2 }
    }
    #expect(Double(small) >= 0.9 * Double(report.records.count))
  }

  @Test func theBodyWithoutAFaultAgrees() throws {
    let subject = LSTMSubject(name: "body", float: MutantBackend<Float>(nil), double: MutantBackend<Double>(nil))
    let report = try Campaign(CampaignConfiguration(cases: 600), subjects: [subject]).runWithoutReference()
    #expect(report.outcome == .held, "\(report.text())")
  }
}

extension LSTMShape {
  fileprivate var total: Int { timeSteps + batch + inputSize + units }
}

extension MutantTests {
  /// Longer than a developer waits for: `.ci/run` runs them.
  @Suite struct Campaigns {
    @Test(arguments: Mutant.named)
    func aPlantedFaultIsFoundAndShrunk(mutant: Mutant) throws {
      let subject = LSTMSubject(
        name: "mutant:\(mutant.rawValue)", float: MutantBackend<Float>(mutant), double: MutantBackend<Double>(mutant))
      let report = try Campaign(CampaignConfiguration(cases: 600), subjects: [subject]).runWithoutReference()
      #expect(report.outcome == .subjectWrong)
      let smallest = try #require(report.counterexamples.map(\.shape).min { $0.total < $1.total })
      let limit = mutant == .vectorTailStale ? 5 : 3
      #expect([smallest.timeSteps, smallest.batch, smallest.inputSize].allSatisfy { $0 <= 3 }, "\(smallest)")
      #expect(smallest.units <= limit, "\(smallest)")
    }
  }
}
