import CaseLab
import FaithfulBank
import LSTMContract
import LSTMOracle
import Testing

@Suite struct GeneratorTests {
  /// Problems of a test run; more are run by hand.
  private static let problems = 60

  @Test func noFaithfulFloatRunLeavesTheRadiiOfGenerators() throws { try run(Float.self) }

  @Test func noFaithfulDoubleRunLeavesTheRadiiOfGenerators() throws { try run(Double.self) }

  @Test(arguments: 0..<100)
  func generatorsNeverWidenTheRecursion(seed: UInt64) throws {
    let problem: LSTMProblem<Float> = try smallProblem(seed, weights: 1)
    let oracle = Oracle(problem)
    let model = ArithmeticModel(scalar: .float)
    let (wide, narrow) = (oracle.endToEnd(model: model), oracle.endToEnd(model: model, radii: .generators))
    for part in AnswerPart.allCases {
      #expect(wide[part].value == narrow[part].value)
      for (wide, narrow) in zip(wide[part].radius, narrow[part].radius) where wide.isFinite {
        #expect(narrow <= wide * (1 + 1e-12))
      }
    }
  }

  @Test func longSequencesKeepRadiiThatSaySomething() throws {
    var stream = TestStream(1)
    let problem: LSTMProblem<Float> = try LongProblem.drawn(
      &stream, steps: 64, units: 32, scale: 1, isPlain: true)
    let model = ArithmeticModel(scalar: .float)
    let wide = Oracle(problem).endToEnd(model: model).finalH.radius.sorted()
    let narrow = Oracle(problem).endToEnd(model: model, radii: .generators).finalH.radius.sorted()
    #expect(wide[wide.count / 2] > 0.1)
    #expect(narrow[narrow.count / 2] < 1e-4)
  }

  private func run<Scalar: LSTMScalar>(_ scalar: Scalar.Type) throws {
    var (outside, compared) = (0, 0)
    for seed in 0..<Self.problems {
      var stream = TestStream(UInt64(seed) &+ 1000)
      let big = seed % 4 == 0
      let problem: LSTMProblem<Scalar> = try LongProblem.drawn(
        &stream, steps: 1 + stream.below(big ? 64 : 16), units: 1 + stream.below(big ? 32 : 10),
        scale: [0.3, 0.6, 1, 2, 3][stream.below(5)], isPlain: stream.below(3) > 0)
      let backend = FaithfulBackend<Scalar>(FaithfulStyle.all[stream.below(FaithfulStyle.all.count)])
      let answer = try backend.answer(problem)
      let reference = Oracle(problem).endToEnd(model: backend.model, radii: .generators)
      for part in AnswerPart.allCases {
        for place in answer[part].indices {
          let radius = reference[part].radius[place]
          guard radius.isFinite else { continue }
          let error = abs(Double(answer[part][place]) - reference[part].value[place] - reference[part].rest[place])
          compared += 1
          if !(error <= radius) { outside += 1 }
        }
      }
    }
    #expect(compared > 0 && outside == 0, "\(outside) of \(compared)")
  }
}
