import FaithfulBank
import LSTMContract
import LSTMOracle
import Testing

@testable import Verification

@Suite struct SecondTierTests {
  @Test func aSumThatRoundsAwayEveryTermIsSuspiciousAndNotWrong() throws {
    var kernel = [Float](repeating: 0, count: 4 * 512)
    for term in 0..<512 { kernel[4 * term + 2] = term == 0 ? 1 : 0.99 * 0x1p-24 }
    let problem = try LSTMProblem<Float>(
      input: Tensor(shape: [1, 1, 512], repeating: 1), initialH: Tensor(shape: [1, 1], repeating: 0),
      initialC: Tensor(shape: [1, 1], repeating: 0), inputKernel: Tensor(shape: [512, 4], elements: kernel),
      hiddenKernel: Tensor(shape: [1, 4], repeating: 0), bias: Tensor(shape: [4], elements: [1, 0, 0, 1]),
      options: LSTMOptions(tanhActivation: .identity, sigmoidActivation: .identity))
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
    #expect(record.secondTierCases == 100)
    #expect(record.suspicious <= 2)
    #expect(report.text().contains("of 100 cases suspicious, not wrong"))
  }
}
