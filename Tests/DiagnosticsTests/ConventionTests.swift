import LSTMContract
import Testing

@testable import Diagnostics

@Suite struct ConventionTests {
  @Test func namesAreDistinct() {
    let ids = Convention.all.map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(Set(Convention.all.map(\.sentence)).count == ids.count)
    #expect(ids.count { $0.hasPrefix("gate-order-") } == 23)
  }

  @Test func anOrderOfGatesReadsEachBlockFromItsPlace() {
    // Blocks of one unit, as an implementation that packs i, f, o, j reads them: its o stands third.
    let problem: LSTMProblem<Double> = blocks()
    let asked = Convention.gateOrder([.i, .f, .o, .j]).asked(problem)
    #expect(asked.bias?.elements == [1, 2, 4, 3])
    #expect(asked.inputKernel.elements == [10, 20, 40, 30])
    #expect(asked.hiddenKernel.elements == [100, 200, 400, 300])
  }

  @Test func aTransposedReadingIsUndoneByTransposing() {
    var design = ProbeDesign()
    (design.inputSize, design.units) = (3, 2)
    design.inputKernel = { Double($0 * 100 + $1.rawValue * 10 + $2) }
    let problem: LSTMProblem<Double> = design.problem()
    let asked = Convention.parameters(.inputKernelTransposed).asked(problem)
    for row in 0..<3 {
      for column in 0..<8 { #expect(asked.inputKernel[row * 8 + column] == problem.inputKernel[column * 3 + row]) }
    }
  }

  @Test func aLengthCountsTheStepsOfTheMask() {
    var design = ProbeDesign()
    design.timeSteps = 4
    design.mask = { time, _ in time % 2 == 1 }
    let asked = Convention.masks(.asLength).asked(design.problem(as: Float.self))
    #expect(asked.mask?.elements == [true, true, false, false])
  }

  @Test(arguments: Convention.all)
  func sizesAreKept(convention: Convention) {
    var design = ProbeDesign()
    (design.timeSteps, design.batch, design.inputSize, design.units) = (3, 2, 4, 3)
    design.mask = { time, row in time > row }
    design.options.goBackwards = true
    let problem = design.problem(as: Float.self)
    let asked = convention.asked(problem)
    #expect(asked.shape == problem.shape)
    var answer = LSTMAnswer<Float>(to: asked, filledWith: 0)
    let counts = AnswerPart.allCases.map { answer[$0].count }
    convention.returned(&answer, to: problem)
    #expect(AnswerPart.allCases.map { answer[$0].count } == counts)
  }

  private func blocks() -> LSTMProblem<Double> {
    var design = ProbeDesign()
    design.units = 1
    design.bias = { gate, _ in Double(gate.rawValue + 1) }
    design.inputKernel = { _, gate, _ in Double(gate.rawValue + 1) * 10 }
    design.hiddenKernel = { _, gate, _ in Double(gate.rawValue + 1) * 100 }
    return design.problem()
  }
}
