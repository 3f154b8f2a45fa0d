import CaseLab
import Catalog
import LSTMContract
import LSTMOracle
import Testing

@testable import Verification

@Suite struct DiscriminationTests {
  @Test func aCaseOfZerosIsMistrusted() throws {
    let problem = try problem(weight: 0)
    var record = DiscriminationRecord()
    for turn in 0..<4 { record.ask(problem, Oracle(problem), turn: turn, line: "zeros") }
    #expect(record.mistrusted == 4)
    #expect(record.firstMistrusted == "zeros")
  }

  @Test func aCaseWithDistinctWeightsIsTrusted() throws {
    let problem = try problem(weight: 0.5)
    var record = DiscriminationRecord()
    for turn in 0..<4 { record.ask(problem, Oracle(problem), turn: turn, line: "weights") }
    #expect(record.mistrusted == 0)
    #expect(record.noticed.values.reduce(0, +) == 4)
  }

  @Test func nothingIsAskedOfAnEmptyCase() throws {
    let problem = try problem(weight: 0.5).replacing(mask: .some(Tensor(shape: [1, 3], repeating: false)))
    var record = DiscriminationRecord()
    record.ask(problem, Oracle(problem), turn: 0, line: "masked")
    #expect(record.empty == 1 && record.mistrusted == 0)
  }

  @Test func tooManyMistrustedCasesFailTheRun() throws {
    var report = try Campaign(CampaignConfiguration(cases: 64), subjects: [Catalog.backends[0]]).runWithoutReference()
    report.ledger.discrimination.cases = 2_000
    report.ledger.discrimination.empty = 0
    // 20 and three standard deviations of 20.
    report.ledger.discrimination.mistrusted = 33
    #expect(report.outcome == .held)
    report.ledger.discrimination.mistrusted = 34
    #expect(report.outcome == .suiteFailed)
    #expect(report.shortcomings.contains { $0.hasPrefix("cases: 34 of 2000 are too weak") })
  }

  private func problem(weight: Float) throws -> LSTMProblem<Float> {
    func values(_ count: Int) -> [Float] { (0..<count).map { weight * Float($0 % 7 - 3) } }
    return try LSTMProblem(
      input: Tensor(shape: [1, 3, 2], elements: values(6)), initialH: Tensor(shape: [1, 3], elements: values(3)),
      initialC: Tensor(shape: [1, 3], elements: values(3)), inputKernel: Tensor(shape: [2, 12], elements: values(24)),
      hiddenKernel: Tensor(shape: [3, 12], elements: values(36)), bias: Tensor(shape: [12], elements: values(12)))
  }
}

extension DiscriminationTests {
  /// Longer than a developer waits for: `.ci/run` runs them.
  @Suite struct Campaigns {
    @Test func almostEveryDrawnCaseNoticesAStandardMistake() throws {
      let report = try Campaign(CampaignConfiguration(cases: 1_200), subjects: [Catalog.backends[0]])
        .runWithoutReference()
      let record = report.ledger.discrimination
      #expect(record.cases + report.ledger.stepsOnly == 1_200)
      #expect(record.mistrusted <= record.allowed)
      for mistake in StandardMistake.allCases {
        let (tried, noticed) = (record.tried[mistake.rawValue] ?? 0, record.noticed[mistake.rawValue] ?? 0)
        #expect(tried > 100, "\(mistake)")
        #expect(2 * noticed > tried, "\(mistake): \(noticed) of \(tried)")
      }
      #expect(report.outcome == .held, "\(report.text())")
    }
  }
}
