import LSTMContract
import LSTMOracle
import NaiveBackend
import Testing

/// Answers of which some arrays are absent: what is there is judged, what is absent is never taken for right.
@Suite struct PartialAnswerTests {
  private static let model = ArithmeticModel(scalar: .double)

  /// Three rows of three steps: all count, the second alone, none.
  private func problem(steps: Int = 3, zeroOutput: Bool = false) throws -> LSTMProblem<Double> {
    func tensor(_ shape: [Int], _ scale: Double) throws -> Tensor<Double> {
      try Tensor(
        shape: shape, elements: (0..<shape.reduce(1, *)).map { Double(($0 * 7 + 3) % 11 - 5) * scale })
    }
    let mask = [0, 1, 2].flatMap { row in (0..<steps).map { row == 0 || (row == 1 && $0 == min(1, steps - 1)) } }
    return try LSTMProblem(
      input: tensor([3, steps, 2], 0.25), initialH: tensor([3, 4], 0.125), initialC: tensor([3, 4], 0.25),
      inputKernel: tensor([2, 16], 0.1), hiddenKernel: tensor([4, 16], 0.1), bias: tensor([16], 0.05),
      mask: Tensor(shape: [3, steps], elements: mask), options: LSTMOptions(zeroOutputForMask: zeroOutput))
  }

  private static let omissions: [Set<AnswerPart>] =
    AnswerPart.allCases.indices.flatMap { first in
      AnswerPart.allCases.indices.map { second in [AnswerPart.allCases[first], AnswerPart.allCases[second]] }
    } + [[.outputs, .lastOutput, .finalC], [.outputs, .finalH, .finalC], [.outputs, .lastOutput, .finalH]]

  @Test(arguments: omissions, [1, 3])
  func aRightAnswerAgreesWhateverItOmits(omitted: Set<AnswerPart>, steps: Int) throws {
    for zeroOutput in [false, true] {
      let problem = try problem(steps: steps, zeroOutput: zeroOutput)
      var answer = try NaiveBackend<Double>().answer(problem)
      answer.omit(omitted)
      let judgement = Oracle(problem).judge(answer, model: Self.model)
      #expect(judgement.agrees, "\(judgement.first.map { "\($0)" } ?? "")")
      for part in AnswerPart.allCases {
        let (count, size) = (judgement.parts[part], answer[part].count)
        #expect(count.atSteps + count.endToEnd + count.undecided + count.notGiven == size)
        #expect(count.notGiven == (omitted.contains(part) ? size : 0))
        if !omitted.contains(.outputs) { #expect(count.endToEnd == 0) }
      }
    }
  }

  @Test(arguments: omissions, [1, 3])
  func aWrongValueInAGivenPartIsSeen(omitted: Set<AnswerPart>, steps: Int) throws {
    let problem = try problem(steps: steps)
    let right = try NaiveBackend<Double>().answer(problem)
    for part in AnswerPart.allCases where !omitted.contains(part) {
      for place in right[part].indices {
        var wrong = right
        wrong[part][place] += 1e-6
        wrong.omit(omitted)
        #expect(!Oracle(problem).judge(wrong, model: Self.model).agrees, "\(part)[\(place)]")
      }
    }
  }

  @Test func anAbsentValueIsNeverANumber() throws {
    var answer = try NaiveBackend<Double>().answer(problem())
    answer.omit([.finalC])
    let isAbsent = answer.finalC.allSatisfy { $0.isNaN }
    #expect(isAbsent)
    #expect(answer.given == [.lastOutput, .outputs, .finalH])
  }

  @Test func oneStepIsJudgedAtItsStepAndMoreEndToEnd() throws {
    let problem = try problem()
    var answer = try NaiveBackend<Double>().answer(problem)
    answer.omit([.outputs, .lastOutput])
    let parts = Oracle(problem).judge(answer, model: Self.model).parts
    // The first row counts three steps; the second one, the third none.
    #expect(parts[.finalH].endToEnd == 4)
    #expect(parts[.finalH].atSteps == 8)
    #expect(parts[.finalC].endToEnd == 4)
  }
}
