import LSTMContract
@testable import SIMDBackend
import Testing

@Suite struct InstructionSetTests {
  @Test("the forced instruction set is the one that the answer reports", arguments: supportedSets)
  func forcedSetRuns(_ set: InstructionSet) throws {
    let problem: LSTMProblem<Float> = try problem(1, 1, 1, 1)
    #expect(try SIMDBackend<Float>(instructionSet: set).answer(problem).runtime == "simd/\(set.rawValue)")
  }

  @Test("without a choice the widest supported set runs")
  func widest() throws {
    let problem: LSTMProblem<Double> = try problem(1, 1, 1, 1)
    let best = try #require(supportedSets.last)
    #expect(try SIMDBackend<Double>().answer(problem).runtime == "simd/\(best.rawValue)")
    #expect(try SIMDBackend<Double>(instructionSet: nil).instructionSet == best)
  }

  @Test("a set is accepted exactly where it is supported", arguments: InstructionSet.allCases)
  func unsupported(_ set: InstructionSet) {
    if set.isSupported {
      #expect(throws: Never.self) { try SIMDBackend<Float>(instructionSet: set) }
    } else {
      #expect(throws: UnsupportedInstructionSet(instructionSet: set)) { try SIMDBackend<Float>(instructionSet: set) }
    }
  }

  @Test("the refusal names the set asked for and those there are")
  func refusalIsClear() {
    let text = UnsupportedInstructionSet(instructionSet: .avx512).description
    #expect(text.hasPrefix("instruction set avx512: not supported"))
    #expect(supportedSets.allSatisfy { text.contains($0.rawValue) })
  }
}
