import FaithfulBank
import Foundation
import LSTMContract
import LSTMOracle
import Mutants
import Testing

@testable import Diagnostics

@Suite struct DiagnosisTests {
  /// Orders, x and h apart, fused, other activations: the same fault in each.
  @Test func aFaultIsNamedInEveryStyle() async {
    let hypothesis = Hypothesis([], mutant: .hardSigmoid)
    let test = await DiagnosisSelfTest(
      scalar: .float, singles: [hypothesis], pairs: [], styles: DiagnosisSelfTest.styles, threads: 2)
    #expect(test.records.count >= 5)
    #expect(test.records.allSatisfy { $0.verdict == .named }, "\(test.text)")
  }

  /// A fault below what its arithmetic may do is no explanation of a grosser one.
  @Test func aLesserFaultIsNotNamedForAGreaterOne() throws {
    let planted = try #require(Mutant(rawValue: "sigmoid-moved-1e-4"))
    let subject = MutantBackend<Double>(planted, evaluation: .style(EvaluationStyle.foreign[1]))
    let ids = Diagnosis("moved", subject).explanations.map(\.id)
    #expect(ids == ["mutant:sigmoid-moved-1e-4"])
  }

  @Test func aMistakeThatExplainsTheDesignedProbesIsNotDenied() {
    let diagnosis = Diagnosis("mixed", RightOnLongSequences())
    #expect(diagnosis.explanations.isEmpty)
    #expect(diagnosis.nearest?.agreed == diagnosis.designed)
    #expect(diagnosis.missedByNearest != nil)
    #expect(!diagnosis.lines.contains { $0.contains("not the") })
    #expect(diagnosis.lines.contains { $0.hasPrefix("explains all") })
  }

  /// Ignoring the direction shows where there is no mask, so no mask is blamed.
  @Test func theDirectionIsLookedAtBeforeMasks() {
    let hypothesis = Hypothesis([.sequence(.directionIgnored)])
    let diagnosis = Diagnosis("forwards", Adapted(hypothesis))
    #expect(diagnosis.explanations.first?.id == "go-backwards-ignored")
    #expect(diagnosis.wrongDesigned.first?.probe == "backwards, processing order, time_major")
  }

  @Test func anApproximateActivationIsCalledThat() throws {
    let diagnosis = Diagnosis("approximate", ApproximateTanh())
    let reading = try #require(diagnosis.approximation)
    #expect(reading.tanh.error > 1e-3 && reading.tanh.error < 2e-3)
    #expect(reading.sigmoid.error < 1e-6)
    #expect(diagnosis.lines.contains { $0.contains("--activation-class") })
    #expect(!diagnosis.lines.contains { $0.contains("unknown") })
  }

  /// 90 of 100 cases are refused, and the diagnosis rests on others that are not.
  @Test func aSubjectThatRefusesMostIsAskedMore() {
    let diagnosis = Diagnosis("streaming", Streaming())
    #expect(diagnosis.refused > 250)
    #expect(diagnosis.drawn > 60)
    #expect(diagnosis.explanations.first?.id == "bias-doubled", "\(diagnosis.lines)")
  }

  @Test func anExplanationIsReadBack() throws {
    let mutant = try #require(Mutant(rawValue: "output-is-c"))
    let explanation = Diagnosis.Explanation(
      Hypothesis([.masks(.maskIgnored), .states(.statesExchanged)], mutant: mutant), agreed: 7)
    let data = try JSONEncoder().encode(explanation)
    let read = try JSONDecoder().decode(Diagnosis.Explanation.self, from: data)
    #expect(read.hypothesis == explanation.hypothesis)
    let text = String(decoding: data, as: UTF8.self).replacing("output-is-c", with: "output-is-d")
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Diagnosis.Explanation.self, from: Data(text.utf8))
    }
  }

  @Test func noLineNamesTwoEquationsAndNoNaNHasASign() throws {
    let mutant = try #require(Mutant(rawValue: "sigmoid-overflows"))
    let negativeNaN = Double(bitPattern: 0xfff8_0000_0000_0000)
    let discrepancy = Discrepancy(
      part: .outputs, step: 0, row: 0, unit: 0, expected: 1, actual: negativeNaN, radius: 0, equation: .hiddenState,
      detail: "x")
    #expect("\(discrepancy)".contains("got nan"))
    for line in Diagnosis("overflow", MutantBackend<Float>(mutant)).lines {
      #expect(line.split(separator: " ").count { $0.wholeMatch(of: /\(?E[0-9]+[:,)].*/) != nil } <= 1, "\(line)")
    }
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

/// A hypothesis around a faithful implementation.
private struct Adapted: LSTMBackend {
  let hypothesis: Hypothesis
  let name = "adapted"
  let model = ArithmeticModel(scalar: .float)

  init(_ hypothesis: Hypothesis) { self.hypothesis = hypothesis }

  func run(_ problem: LSTMProblem<Float>, into answer: inout LSTMAnswer<Float>) throws {
    try FaithfulBackend(FaithfulStyle()).run(hypothesis.asked(problem), into: &answer)
    hypothesis.returned(&answer, to: problem)
  }
}

/// Has no forget gate, but for the drawn cases of more than four rows.
private struct RightOnLongSequences: LSTMBackend {
  let name = "mixed"
  let model = ArithmeticModel(scalar: .float)

  func run(_ problem: LSTMProblem<Float>, into answer: inout LSTMAnswer<Float>) throws {
    let isOther = problem.shape.batch > 3 && ![4, 5, 8, 11].contains(problem.shape.batch)
    MutantBackend<Float>(isOther ? nil : Mutant(rawValue: "forget-gate-ignored")).run(problem, into: &answer)
  }
}

/// tanh is off by 1e-3 times sin(3x).
private struct ApproximateTanh: LSTMBackend {
  let name = "approximate"
  let model = ArithmeticModel(scalar: .float)

  func refusal(of problem: LSTMProblem<Float>) -> Refusal? {
    let options = problem.options
    return options.tanhActivation != .tanh || options.sigmoidActivation != .sigmoid || options.goBackwards
      || problem.mask != nil || options.layout != .batchMajor ? Refusal("plain problems only") : nil
  }

  func run(_ problem: LSTMProblem<Float>, into answer: inout LSTMAnswer<Float>) throws {
    let (steps, units, size) = (problem.shape.timeSteps, problem.shape.units, problem.shape.inputSize)
    func tanh(_ x: Double) -> Double {
      Foundation.tanh(x) + (x.isFinite ? 1.5e-3 * sin(3 * x) / (1 + x * x) : 0)
    }
    func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
    for row in 0..<problem.shape.batch {
      var h = (0..<units).map { Double(problem.initialH[row * units + $0]) }
      var c = (0..<units).map { Double(problem.initialC[row * units + $0]) }
      var y = [Double](repeating: 0, count: units)
      for step in 0..<steps {
        let z = (0..<4 * units).map { column in
          (0..<size).reduce(Double(problem.bias?[column] ?? 0)) {
            $0 + Double(problem.input[(row * steps + step) * size + $1])
              * Double(problem.inputKernel[$1 * 4 * units + column])
          } + (0..<units).reduce(0) { $0 + h[$1] * Double(problem.hiddenKernel[$1 * 4 * units + column]) }
        }
        for unit in 0..<units {
          c[unit] = sigmoid(z[units + unit]) * c[unit] + sigmoid(z[unit]) * tanh(z[2 * units + unit])
          h[unit] = Double(Float(sigmoid(z[3 * units + unit]) * tanh(c[unit])))
          y[unit] = h[unit]
          answer.outputs[(row * steps + step) * units + unit] = Float(y[unit])
        }
      }
      for unit in 0..<units {
        answer.lastOutput[row * units + unit] = Float(y[unit])
        answer.finalH[row * units + unit] = Float(h[unit])
        answer.finalC[row * units + unit] = Float(c[unit])
      }
    }
  }
}

/// Adds the bias twice; forwards, batch-major, without masks, with the usual activations.
private struct Streaming: LSTMBackend {
  let name = "streaming"
  let model = ArithmeticModel(scalar: .float)

  func refusal(of outline: ProblemOutline) -> Refusal? {
    let supported = ["no_steps", "no_rows", "no_bias", "not_finite", "activation:tanh", "activation:sigmoid"]
    return outline.features.allSatisfy(supported.contains) ? nil : Refusal("streaming")
  }

  func refusal(of problem: LSTMProblem<Float>) -> Refusal? { refusal(of: ProblemOutline(problem)) }

  func run(_ problem: LSTMProblem<Float>, into answer: inout LSTMAnswer<Float>) throws {
    try FaithfulBackend(FaithfulStyle()).run(Convention.parameters(.biasDoubled).asked(problem), into: &answer)
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

extension DiagnosisTests {
  /// Longer than a developer waits for: `.ci/run` runs them.
  @Suite struct Campaigns {
    @Test func twoConventionsAtOnceAreNamed() async {
      let pairs = stride(from: 0, to: Hypothesis.conventionPairs.count, by: 171).map { Hypothesis.conventionPairs[$0] }
      let test = await DiagnosisSelfTest(
        scalar: .double, singles: [Hypothesis([.masks(.maskIgnored)])], pairs: pairs, threads: 2)
      #expect(test.holds, "\(test.text)")
      #expect(test.records.count { $0.isPair && $0.verdict == .named } >= pairs.count / 2, "\(test.text)")
    }

    /// Everything but the fault is evaluated in another style than the hypotheses are, another one for each fault.
    @Test(arguments: [ScalarKind.float, .double])
    func faultsInForeignArithmeticAreNamed(scalar: ScalarKind) async {
      let ids = [
        "gates-j-o-swapped", "forget-bias-dropped", "candidate-linear", "cell-state-clipped-at-3",
        "leading-masked-step-emits-h0", "cell-state-in-bfloat16", "last-row-zero", "hidden-kernel-transposed",
        "h0-c0-swapped", "subnormals-flushed", "state-kept-between-calls",
      ]
      let mutants = ids.compactMap { Mutant(rawValue: $0) }.map { Hypothesis([], mutant: $0) }
      #expect(mutants.count == ids.count)
      let conventions = Convention.all.enumerated().filter { $0.offset % 9 == 0 }.map { Hypothesis([$0.element]) }
      let test = await DiagnosisSelfTest(scalar: scalar, singles: mutants + conventions, pairs: [], threads: 2)
      #expect(test.records.allSatisfy { $0.verdict == .named }, "\(test.text)")
      #expect(Set(test.records.map(\.style)).count > 5)
    }
  }
}
