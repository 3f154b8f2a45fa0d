import CaseLab
import LSTMContract
import NumPyReference
import Testing

@testable import LSTMOracle

/// The oracle is believed because two others that share no code with it say the same: NumPy in double precision, and
/// mpmath at 200 bits.
@Suite struct ChainOfTrustTests {
  private static func problems(_ count: Int, where wanted: (Case<Double>) -> Bool) -> [Case<Double>] {
    let generator = CaseGenerator(seed: 0x7A05)
    return Array((0..<20_000).lazy.map { generator.draw(index: $0) as Case<Double> }.filter(wanted).prefix(count))
  }

  private static func isSmall(_ problem: LSTMProblem<Double>) -> Bool {
    let shape = problem.shape
    return shape.timeSteps * shape.batch * shape.units * (shape.inputSize + shape.units) < 800
  }

  private static func isFinite(_ drawn: Case<Double>) -> Bool {
    !drawn.labels.contains(.nonFinite) && drawn.regime != .huge
  }
}

extension ChainOfTrustTests {
  /// Longer than a developer waits for: `.ci/run` runs them.
  @Suite struct Campaigns {
    @Test func theOracleJudgesNumPyFaithfulOnEveryRegime() async throws {
      let cases = ChainOfTrustTests.problems(400) { _ in true }
      let numPy = try await NumPyReference.start()
      let answers = try await numPy.answers(to: cases.map(\.problem))
      for (drawn, answer) in zip(cases, answers) {
        let judgement = Oracle(drawn.problem).judge(answer, model: numPy.model)
        #expect(judgement.agrees, "\(drawn.line): \(judgement.first.map { "\($0)" } ?? "")")
      }
      #expect(Set(cases.compactMap(\.regime)) == Set(Regime.allCases))
    }

    @Test func theOraclesValuesAreThoseOf200Bits() async throws {
      let cases = ChainOfTrustTests.problems(60) {
        ChainOfTrustTests.isSmall($0.problem) && ChainOfTrustTests.isFinite($0)
      }
      let exact = try await MpmathReference.start().answers(to: cases.map { .double($0.problem) })
      var compared = 0
      for (drawn, answer) in zip(cases, exact) {
        guard case .double(let rounded) = answer.rounded else { continue }
        let reference = Oracle(drawn.problem).endToEnd(model: ArithmeticModel(scalar: .double))
        for part in AnswerPart.allCases {
          for place in rounded[part].indices where reference[part].radius[place] < 1e-3 {
            compared += 1
            // The reference's own share of the radius is u_r / u of it at most; double precision would not pass.
            let gap =
              (reference[part].value[place] - rounded[part][place])
              + (reference[part].rest[place] - (answer.low[part]?[place] ?? .nan))
            let share = reference[part].radius[place] * 0x1p-8
            #expect(abs(gap) <= share, "\(drawn.line): \(part.rawValue)[\(place)]")
          }
        }
      }
      #expect(compared > 1_000)
    }

    @Test func numPyIsWithinItsRadiiOf200Bits() async throws {
      let cases = ChainOfTrustTests.problems(60) {
        ChainOfTrustTests.isSmall($0.problem) && ChainOfTrustTests.isFinite($0)
      }
      let exact = try await MpmathReference.start().answers(to: cases.map { .double($0.problem) })
      let numPy = try await NumPyReference.start().answers(to: cases.map(\.problem))
      for (drawn, (answer, other)) in zip(cases, zip(exact, numPy)) {
        guard case .double(let rounded) = answer.rounded else { continue }
        for part in AnswerPart.allCases {
          for place in rounded[part].indices {
            let radius = answer.radius[part]?[place] ?? .nan
            #expect(
              abs(other[part][place] - rounded[part][place]) <= radius, "\(drawn.line): \(part.rawValue)[\(place)]")
          }
        }
      }
    }

    @Test func theEndToEndRadiiAreThoseOf200Bits() async throws {
      let cases = ChainOfTrustTests.problems(40) {
        ChainOfTrustTests.isSmall($0.problem) && ChainOfTrustTests.isFinite($0)
      }
      let exact = try await MpmathReference.start().answers(to: cases.map { .double($0.problem) })
      for (drawn, answer) in zip(cases, exact) {
        guard case .double(let rounded) = answer.rounded else { continue }
        let reference = Oracle(drawn.problem).endToEnd(model: ArithmeticModel(scalar: .double))
        for part in AnswerPart.allCases {
          for place in rounded[part].indices {
            let recorded = answer.radius[part]?[place] ?? .nan
            let own = reference[part].radius[place]
            // The recorded one includes the rounding of the answer, the oracle's own the error of its reference.
            let slack = 0.02 * max(own, recorded) + rounded[part][place].ulp
            #expect(abs(own - recorded) <= slack, "\(drawn.line): \(part.rawValue)[\(place)]: \(own), \(recorded)")
          }
        }
      }
    }
  }
}
