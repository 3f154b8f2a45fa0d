import LSTMContract
import Testing

@Suite struct PurityTests {
  /// Sizes on both sides of the blocks and vectors of matrix kernels.
  static let sizes = [(1, 1, 1, 1), (3, 5, 17, 33), (2, 9, 65, 40), (5, 2, 8, 16)]

  private func problems() throws -> [LSTMProblem<Double>] {
    try Self.sizes.enumerated().map { index, size in
      try DrawnProblem(
        timeSteps: size.0, batch: size.1, inputSize: size.2, units: size.3,
        options: LSTMOptions(layout: index % 2 == 0 ? .timeMajor : .batchMajor), mask: .holes, seed: UInt64(index)
      ).problem()
    }
  }

  @Test(arguments: EveryBackend.all)
  func `whatever stood in the answer is overwritten`(_ subject: Subject) throws {
    for drawn in DrawnProblem.everyOption {
      let problem = try drawn.problem()
      let overNaN = try subject.answer(problem)
      for part in AnswerPart.allCases {
        #expect(overNaN[part].allSatisfy { !$0.isNaN }, "\(part.rawValue) of \(drawn)")
      }
      #expect(try subject.answer(problem, over: 7).bits == overNaN.bits, "\(drawn)")
    }
  }

  @Test(arguments: EveryBackend.all)
  func `a second call gives the same bits`(_ subject: Subject) throws {
    for problem in try problems() {
      let first = try subject.answer(problem)
      for _ in 0..<3 { #expect(try subject.answer(problem).bits == first.bits, "\(problem.shape)") }
    }
  }

  @Test(arguments: EveryBackend.all)
  func `concurrent calls give the same bits`(_ subject: Subject) async throws {
    let problems = try problems()
    let alone = try problems.map { try subject.answer($0).bits }
    try await withThrowingTaskGroup(of: [Int].self) { group in
      for task in 0..<8 {
        group.addTask {
          try problems.indices.filter { index in
            let turned = (index + task) % problems.count
            return try subject.answer(problems[turned]).bits != alone[turned]
          }
        }
      }
      for try await different in group { #expect(different.isEmpty) }
    }
  }

  @Test(arguments: EveryBackend.all)
  func `the problem is left untouched`(_ subject: Subject) throws {
    for problem in try problems() {
      let afterwards = try subject.problemAfterwards(problem)
      #expect(afterwards == problem, "\(problem.shape)")
    }
  }

  @Test(arguments: EveryBackend.all)
  func `a NaN stays in its row, and reaches every unit there`(_ subject: Subject) throws {
    for layout in AxisLayout.allCases {
      let drawn = DrawnProblem(
        timeSteps: 3, batch: 7, inputSize: 5, units: 9, options: LSTMOptions(layout: layout), seed: 3)
      let problem = try drawn.problem()
      let clean = try subject.answer(problem)
      for poisoned in 0..<drawn.batch {
        var (x, h) = (problem.input.elements, problem.initialH.elements)
        x[problem.position(1, poisoned) * drawn.inputSize] = .nan
        if poisoned % 2 == 0 { h[poisoned * drawn.units] = .infinity * 0 }
        let answer = try subject.answer(
          problem.replacing(
            input: Tensor(shape: problem.input.shape, elements: x),
            initialH: Tensor(shape: problem.initialH.shape, elements: h)))
        #expect(answer.row(poisoned, of: .finalH).allSatisfy { $0.isNaN })
        #expect(answer.row(poisoned, of: .finalC).allSatisfy { $0.isNaN })
        for row in 0..<drawn.batch where row != poisoned {
          for s in 0..<drawn.timeSteps { #expect(answer.output(s, row).bits == clean.output(s, row).bits) }
          for part in [AnswerPart.lastOutput, .finalH, .finalC] {
            #expect(answer.row(row, of: part).bits == clean.row(row, of: part).bits)
          }
        }
      }
    }
  }

  @Test(arguments: EveryBackend.all)
  func `the runtime names the backend and the path that ran, the model its scalar type`(_ subject: Subject) throws {
    let runtime = try subject.answer(DrawnProblem().problem()).runtime
    #expect(runtime.hasPrefix(subject.name + "/"))
    #expect(runtime.count > subject.name.count + 1)
    #expect(subject.model.scalar == subject.scalar)
  }
}
