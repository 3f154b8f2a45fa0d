import LSTMContract
import SIMDBackend
import Testing

@Suite struct InstructionSetTests {
  private func problem(units: Int) throws -> LSTMProblem<Float> {
    func tensor(_ shape: [Int], _ step: Float) throws -> Tensor<Float> {
      let count = shape.reduce(1, *)
      return try Tensor(shape: shape, elements: (0..<count).map { Float($0 % 17 - 8) * step })
    }
    return try LSTMProblem(
      input: tensor([2, 3, units + 1], 0.25), initialH: tensor([2, units], 0.125), initialC: tensor([2, units], 0.25),
      inputKernel: tensor([units + 1, 4 * units], 0.0625), hiddenKernel: tensor([units, 4 * units], 0.03125))
  }

  @Test(arguments: InstructionSet.allCases.filter(\.isSupported))
  func theForcedInstructionSetIsTheOneThatRuns(set: InstructionSet) throws {
    let backend = try SIMDBackend<Float>(instructionSet: set)
    #expect(try backend.answer(problem(units: 5)).runtime.contains(set.rawValue))
  }

  @Test(arguments: InstructionSet.allCases.filter { !$0.isSupported })
  func anUnsupportedInstructionSetIsAnError(set: InstructionSet) {
    #expect(throws: UnsupportedInstructionSet.self) { try SIMDBackend<Float>(instructionSet: set) }
  }

  @Test func theBestIsChosenByDefault() throws {
    #expect(SIMDBackend<Float>().instructionSet == .best && InstructionSet.best.isSupported)
  }

  @Test(arguments: 1...40)
  func everyInstructionSetAgreesAtEveryWidth(units: Int) throws {
    let problem = try problem(units: units)
    let answers = try InstructionSet.allCases.filter(\.isSupported).map {
      try SIMDBackend<Float>(instructionSet: $0).answer(problem)
    }
    for answer in answers.dropFirst() {
      for part in AnswerPart.allCases {
        for (first, second) in zip(answers[0][part], answer[part]) { #expect(abs(first - second) <= 1e-5) }
      }
    }
  }
}
