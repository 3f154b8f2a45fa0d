import LSTMContract
import NaiveBackend
import Testing

@testable import LSTMOracle

@Suite struct EndToEndTests {
  @Test(arguments: 0..<200)
  func aFaithfulRunLiesWithinTheEndToEndRadii(seed: UInt64) throws {
    let problem: LSTMProblem<Float> = try smallProblem(seed, weights: 0.5)
    let answer = try NaiveBackend<Float>().answer(problem)
    let reference = Oracle(problem).endToEnd(model: ArithmeticModel(scalar: .float))
    for part in AnswerPart.allCases {
      for place in answer[part].indices {
        let radius = reference[part].radius[place]
        #expect(radius.isFinite)
        #expect(abs(Double(answer[part][place]) - reference[part].value[place]) <= radius)
      }
    }
  }

  @Test(arguments: 0..<50)
  func theFloatAndTheDoubleOracleComputeTheSameValues(seed: UInt64) throws {
    let problem: LSTMProblem<Float> = try smallProblem(seed, weights: 0.5)
    let narrow = Oracle(problem).endToEnd(model: ArithmeticModel(scalar: .float))
    let wide = Oracle(problem.converted(to: Double.self)).endToEnd(model: ArithmeticModel(scalar: .double))
    for part in AnswerPart.allCases {
      for place in narrow[part].value.indices {
        #expect(abs(narrow[part].value[place] - wide[part].value[place]) <= 1e-12)
      }
    }
  }
}
