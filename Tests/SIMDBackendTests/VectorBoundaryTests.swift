import LSTMContract
import SIMDBackend
import Testing

@Suite struct VectorBoundaryTests {
  @Test("every width around every vector width is right to the last few bits on exact data", arguments: supportedSets)
  func exactData(_ set: InstructionSet) throws {
    try checkExact(SIMDBackend<Float>(instructionSet: set))
    try checkExact(SIMDBackend<Double>(instructionSet: set))
  }

  private func checkExact<Scalar>(_ backend: SIMDBackend<Scalar>) throws {
    for units in 1...40 {
      for inputSize in Set([1, units, units * 7 % 40 + 1]) {
        let batch = units % 7 + 1
        let problem: LSTMProblem<Scalar> = try problem(1, batch, inputSize, units, exact: true, bias: units % 2 == 0)
        let ratio = Recomputation(problem: problem, exactSums: true).largestRatio(of: try backend.answer(problem))
        #expect(ratio <= 1, "\(Scalar.self) \(problem.shape)")
      }
    }
  }

  @Test("batches around every tile and all options stay within the bound of their sums", arguments: supportedSets)
  func sequences(_ set: InstructionSet) throws {
    try checkSequences(SIMDBackend<Float>(instructionSet: set))
    try checkSequences(SIMDBackend<Double>(instructionSet: set))
  }

  private func checkSequences<Scalar>(_ backend: SIMDBackend<Scalar>) throws {
    for (index, options) in everyOption.enumerated() {
      for masked in [false, true] {
        let problem: LSTMProblem<Scalar> = try problem(
          4, index + 1, index % 5 + 1, [1, 3, 8, 17, 33][index % 5], masked: masked, options: options)
        let ratio = Recomputation(problem: problem).largestRatio(of: try backend.answer(problem))
        #expect(ratio <= 1, "\(Scalar.self) \(problem.shape) \(options) masked \(masked)")
      }
    }
  }

  @Test("pre-activations that do not fit in one group of steps are right too", arguments: supportedSets)
  func manyGroups(_ set: InstructionSet) throws {
    let problem: LSTMProblem<Float> = try problem(40, 64, 2, 15, masked: true)
    let answer = try SIMDBackend<Float>(instructionSet: set).answer(problem)
    #expect(Recomputation(problem: problem).largestRatio(of: answer) <= 1)
  }
}
