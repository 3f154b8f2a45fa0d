import FaithfulBank
import LSTMContract
import LSTMOracle
import Mutants
import Testing

@testable import Diagnostics

@Suite struct DiagnosisTests {
  @Test(arguments: [ScalarKind.float, .double])
  func theNamedMutantsAndEveryConventionAreNamed(scalar: ScalarKind) async throws {
    let conventions = Convention.all.enumerated().filter { $0.offset % 3 == 0 || $0.offset > 22 }
    let singles = Mutant.named.map { Hypothesis([], mutant: $0) } + conventions.map { Hypothesis([$0.element]) }
    let test = await DiagnosisSelfTest(scalar: scalar, singles: singles, pairs: [], threads: 2)
    #expect(test.records.allSatisfy { $0.verdict == .named }, "\(test.text)")
  }

  @Test func twoConventionsAtOnceAreNamed() async {
    let pairs = stride(from: 0, to: Hypothesis.conventionPairs.count, by: 171).map { Hypothesis.conventionPairs[$0] }
    let test = await DiagnosisSelfTest(
      scalar: .double, singles: [Hypothesis([.masks(.maskIgnored)])], pairs: pairs, threads: 2)
    #expect(test.holds, "\(test.text)")
    #expect(test.records.count { $0.isPair && $0.verdict == .named } >= pairs.count / 2, "\(test.text)")
  }

  @Test(arguments: [
    ("forget-bias-dropped", "the bias of gate f", Equation.forgetGate),
    ("hidden-kernel-o-dropped", "the hidden kernel of gate o", .preActivation),
    ("input-kernel-j-negated", "the input kernel of gate j", .preActivation),
    ("output-linear", "the bias of gate j", .hiddenState),
    ("candidate-linear", "the bias of gate j", .candidate),
    ("mask-not-reversed", "padding on the right, backwards", .maskDirection),
    ("outputs-never-aligned", "backwards, aligned order, time_major", .outputOrder),
  ])
  func theFirstWrongProbeIsolatesTheFault(id: String, probe: String, equation: Equation) throws {
    let mutant = try #require(Mutant(rawValue: id))
    let first = try #require(Diagnosis(id, MutantBackend<Double>(mutant)).wrongDesigned.first)
    #expect(first.equation == equation)
    #expect(first.probe == probe || first.probe.hasPrefix("a problem without bias"), "\(first.probe)")
  }

  @Test func anUnknownCauseIsNotNamed() {
    let diagnosis = Diagnosis("odd", OddBackend())
    #expect(diagnosis.wrong > 0)
    #expect(diagnosis.explanations.isEmpty, "\(diagnosis.explanations)")
    #expect(diagnosis.lines.contains { $0.hasPrefix("cause unknown") })
  }

  @Test func aFaithfulImplementationHasNothingToExplain() {
    let diagnosis = Diagnosis("faithful", FaithfulBackend<Float>(FaithfulStyle()))
    #expect(diagnosis.wrong == 0)
    #expect(diagnosis.probes > 300)
    #expect(diagnosis.explanations.isEmpty)
  }

  @Test func whatIsRefusedIsNotProbed() {
    let diagnosis = Diagnosis("forward only", ForwardOnly())
    #expect(diagnosis.refused > 50)
    #expect(diagnosis.explanations.first?.id.contains("gate-order-ifoj") == true)
  }

  @Test func aSubjectThatBreaksIsReported() {
    let diagnosis = Diagnosis("breaks", BreaksOnEmpty())
    #expect(diagnosis.wrongDesigned.contains { $0.detail.contains("no answer") })
  }
}

/// The cell state loses a little more in each unit: nothing that anybody has catalogued.
private struct OddBackend: LSTMBackend {
  let name = "odd"
  let model = ArithmeticModel(scalar: .double)

  func run(_ problem: LSTMProblem<Double>, into answer: inout LSTMAnswer<Double>) throws {
    MutantBackend<Double>(nil).run(problem, into: &answer)
    for place in answer.finalC.indices { answer.finalC[place] *= 1 - 0.01 * Double(1 + place % 7) }
  }
}

/// Packs its gates as i, f, o, j, and refuses masks and backward sequences.
private struct ForwardOnly: LSTMBackend {
  let name = "forward only"
  let model = ArithmeticModel(scalar: .float)

  func refusal(of problem: LSTMProblem<Float>) -> Refusal? {
    problem.mask != nil || problem.options.goBackwards ? Refusal("forward only") : nil
  }

  func run(_ problem: LSTMProblem<Float>, into answer: inout LSTMAnswer<Float>) throws {
    MutantBackend<Float>(nil).run(Convention.gateOrder([.i, .f, .o, .j]).asked(problem), into: &answer)
  }
}

private struct NothingToDo: Error {}

/// Gives no answer where there is nothing to compute.
private struct BreaksOnEmpty: LSTMBackend {
  let name = "breaks"
  let model = ArithmeticModel(scalar: .float)

  func run(_ problem: LSTMProblem<Float>, into answer: inout LSTMAnswer<Float>) throws {
    guard problem.shape.timeSteps > 0, problem.shape.batch > 0 else { throw NothingToDo() }
    MutantBackend<Float>(nil).run(problem, into: &answer)
  }
}
