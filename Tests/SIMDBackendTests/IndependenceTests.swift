import LSTMContract
import SIMDBackend
import Testing

@Suite struct IndependenceTests {
  @Test("a row has the same bits alone and in a batch", arguments: supportedSets)
  func batchOfOne(_ set: InstructionSet) throws {
    let backend = try SIMDBackend<Float>(instructionSet: set)
    let batch = 15
    let problem: LSTMProblem<Float> = try problem(3, batch, 5, 70, masked: true)
    let together = try backend.answer(problem)
    for row in 0..<batch {
      func part<Element>(_ array: Tensor<Element>, _ shape: [Int]) throws -> Tensor<Element> {
        let count = array.elements.count / batch
        return try Tensor(shape: shape, elements: Array(array.elements[row * count..<(row + 1) * count]))
      }
      let alone = try backend.answer(
        LSTMProblem(
          input: part(problem.input, [1, 3, 5]), initialH: part(problem.initialH, [1, 70]),
          initialC: part(problem.initialC, [1, 70]), inputKernel: problem.inputKernel,
          hiddenKernel: problem.hiddenKernel, bias: problem.bias, mask: problem.mask.map { try part($0, [1, 3]) }))
      for answerPart in AnswerPart.allCases {
        let count = alone[answerPart].count
        #expect(alone[answerPart] == Array(together[answerPart][row * count..<(row + 1) * count]))
      }
    }
  }

  @Test("instruction sets with fused multiply-add agree bit for bit")
  func fusedSetsAgree() throws {
    let problem: LSTMProblem<Double> = try problem(5, 7, 9, 21, masked: true)
    let answers = try supportedSets.filter { $0 != .baseline }.map {
      try SIMDBackend<Double>(instructionSet: $0).answer(problem).allBits
    }
    #expect(Set(answers).count <= 1)
  }

  @Test("the second call gives the same bits, into arrays of any content", arguments: supportedSets, everyOption)
  func everyElementIsWritten(_ set: InstructionSet, _ options: LSTMOptions) throws {
    let backend = try SIMDBackend<Float>(instructionSet: set)
    for (timeSteps, batch) in [(4, 3), (0, 3), (4, 0), (0, 0)] {
      let problem: LSTMProblem<Float> = try problem(timeSteps, batch, 3, 17, masked: true, options: options)
      let first = try backend.answer(problem)
      var second = LSTMAnswer(to: problem, filledWith: 7)
      try backend.run(problem, into: &second)
      #expect(first.allBits == second.allBits)
      #expect(AnswerPart.allCases.allSatisfy { first[$0].allSatisfy { $0.isFinite } })
      if timeSteps == 0 {
        #expect(first.finalH == problem.initialH.elements && first.finalC == problem.initialC.elements)
        #expect(first.lastOutput.allSatisfy { $0.bits == 0 })
      }
    }
  }

  @Test("NaN at masked steps influences nothing", arguments: supportedSets, everyOption)
  func maskedValues(_ set: InstructionSet, _ options: LSTMOptions) throws {
    let backend = try SIMDBackend<Double>(instructionSet: set)
    let clean: LSTMProblem<Double> = try problem(6, 5, 3, 9, masked: true, options: options)
    var input = clean.input
    let mask = try #require(clean.mask)
    #expect(mask.elements.contains(false) && mask.elements.contains(true))
    for position in 0..<mask.elements.count where !mask[position] {
      for feature in 0..<3 { input[position * 3 + feature] = feature == 0 ? .infinity : .nan }
    }
    let answer = try backend.answer(clean.replacing(input: input))
    #expect(answer.allBits == (try backend.answer(clean)).allBits)
  }

  @Test("a fully masked row carries h0 and c0 bit for bit and outputs zero", arguments: supportedSets, everyOption)
  func maskedRow(_ set: InstructionSet, _ options: LSTMOptions) throws {
    let backend = try SIMDBackend<Float>(instructionSet: set)
    let problem: LSTMProblem<Float> = try problem(3, 2, 2, 5, options: options)
    var h = problem.initialH
    var c = problem.initialC
    h[0] = Float(bitPattern: 0x7FC1_2345)
    h[1] = -0.0
    c[0] = Float(bitPattern: 0xFFC0_0042)
    let masked = try problem.replacing(
      initialH: h, initialC: c, mask: Tensor(shape: problem.leadingShape, repeating: false))
    let answer = try backend.answer(masked)
    #expect(answer.finalH.map(\.bits) == h.elements.map(\.bits))
    #expect(answer.finalC.map(\.bits) == c.elements.map(\.bits))
    #expect((answer.outputs + answer.lastOutput).allSatisfy { $0.bits == 0 })
  }

  @Test("NaN in one row stays in that row", arguments: supportedSets)
  func rowsAreIsolated(_ set: InstructionSet) throws {
    let backend = try SIMDBackend<Float>(instructionSet: set)
    let clean: LSTMProblem<Float> = try problem(2, 7, 3, 17)
    var input = clean.input
    input[3 * 2 * 3] = .nan
    let expected = try backend.answer(clean).finalH
    let found = try backend.answer(clean.replacing(input: input)).finalH
    for row in 0..<7 {
      let slice = row * 17..<(row + 1) * 17
      if row == 3 {
        #expect(found[slice].allSatisfy { $0.isNaN })
      } else {
        #expect(found[slice] == expected[slice])
      }
    }
  }
}
