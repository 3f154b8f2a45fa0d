import LSTMContract
import LSTMOracle
import Mutants
import Testing

@testable import Diagnostics

/// What is planted in foreign styles, and what ranges are read off, must be right where no fault is.
@Suite struct EvaluationTests {
  @Test(arguments: EvaluationStyle.foreign)
  func aForeignStyleIsRightAndNotTheBanksOwn(style: EvaluationStyle) {
    #expect(Diagnosis("style", MutantBackend<Float>(nil, evaluation: .style(style))).wrong == 0)
    #expect(Diagnosis("style", MutantBackend<Double>(nil, evaluation: .style(style))).wrong == 0)
    let problem = ProbeDesign.dense.problem(as: Float.self)
    let (own, foreign) = (answer(to: problem, .plain), answer(to: problem, .style(style)))
    #expect(own.outputs != foreign.outputs)
  }

  @Test func foreignStylesCoverWhatImplementationsDo() {
    let styles = EvaluationStyle.foreign
    #expect(Set(styles).count == styles.count && styles.count >= 5)
    #expect(!styles.contains(EvaluationStyle()))
    #expect(Set(styles.map(\.order)) == Set(EvaluationStyle.Order.allCases))
    for choice in [\EvaluationStyle.fuses, \.splits, \.startsWithBias, \.fusesCell] {
      #expect(Set(styles.map { $0[keyPath: choice] }).count == 2)
    }
    #expect(Set(styles.map(\.formulas)).count >= 3)
  }

  /// A corner of a right body is accused of nothing where sigmoid and tanh have a class that leaves it room.
  @Test(arguments: 0..<6)
  func aCornerOfARightBodyIsRight(number: Int) {
    let single = LegalCorner.all(of: ArithmeticModel(scalar: .float))[number]
    let backend = MutantBackend<Float>(nil, evaluation: .corner(single))
    let probes = DesignedProbes<Float>.all.filter { probe in
      !["relu", "identity"].contains { probe.name.hasPrefix($0) }
    }
    let wrong = probes.compactMap { probe in
      (try? backend.answer(probe.problem)).flatMap { probe.oracle.judge($0, model: backend.model).first }
    }
    #expect(wrong.isEmpty, "\(wrong)")
  }

  /// bfloat16 beside a tie: the corners round to both sides.
  @Test func theRangeOfAnAnswerGoesThroughTheFault() throws {
    let mutant = try #require(Mutant(rawValue: "cell-state-in-bfloat16"))
    var design = ProbeDesign()
    design.units = 1
    // f = 1, j = 0: c = c0, which lies between two numbers of 8 bits.
    design.bias = { gate, _ in gate == .j ? 0 : 64 }
    design.initialC = { _, _ in 1 + 0x1p-8 }
    let problem = design.problem(as: Float.self)
    let answers = LegalCorner.all(of: ArithmeticModel(scalar: .float)).map {
      cellState(mutant, $0, problem)
    }
    #expect(Set(answers) == [1, 1 + 0x1p-7])
  }

  private func cellState(_ mutant: Mutant, _ corner: LegalCorner, _ problem: LSTMProblem<Float>) -> Float {
    var answer = LSTMAnswer<Float>(to: problem)
    MutantBackend<Float>(mutant, evaluation: .corner(corner)).run(problem, into: &answer)
    return answer.finalC[0]
  }

  private func answer(to problem: LSTMProblem<Float>, _ evaluation: Evaluation) -> LSTMAnswer<Float> {
    var answer = LSTMAnswer<Float>(to: problem)
    MutantBackend<Float>(nil, evaluation: evaluation).run(problem, into: &answer)
    return answer
  }
}
