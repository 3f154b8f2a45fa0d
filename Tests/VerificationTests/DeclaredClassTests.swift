import Foundation
import LSTMContract
import Testing

@testable import Verification

/// A right LSTM but for the errors of its activations, in units of 2^-24, by place and pre-activation.
private struct OffInActivations: LSTMBackend {
  let name = "off"
  var model = ArithmeticModel(scalar: .float)
  /// The error of a sigmoid or tanh, in units of u, at a unit of so many and a pre-activation.
  let units: @Sendable (_ unit: Int, _ count: Int, _ z: Double) -> Double
  var accepts: @Sendable (LSTMShape) -> Bool = { _ in true }
  var omittedParts: Set<AnswerPart> = []

  func refusal(of problem: LSTMProblem<Float>) -> Refusal? {
    let options = problem.options
    guard options.tanhActivation == .tanh, options.sigmoidActivation == .sigmoid else { return Refusal("activations") }
    guard problem.mask == nil, !options.goBackwards, options.layout == .batchMajor else { return Refusal("plain only") }
    return accepts(problem.shape) ? nil : Refusal("sizes")
  }

  func run(_ problem: LSTMProblem<Float>, into answer: inout LSTMAnswer<Float>) throws {
    let shape = problem.shape
    let (size, count) = (shape.inputSize, shape.units)
    func off(_ value: Double, _ unit: Int, _ z: Double) -> Float {
      Float(value + units(unit, count, z) * 0x1p-24)
    }
    for row in 0..<shape.batch {
      var h = Array(problem.initialH.elements[row * count..<(row + 1) * count])
      var c = Array(problem.initialC.elements[row * count..<(row + 1) * count])
      var last = [Float](repeating: 0, count: count)
      for step in 0..<shape.timeSteps {
        let x = (row * shape.timeSteps + step) * size
        let z = (0..<4 * count).map { column -> Float in
          var sum = problem.bias?[column] ?? 0
          for k in 0..<size { sum += problem.input[x + k] * problem.inputKernel[k * 4 * count + column] }
          for k in 0..<count { sum += h[k] * problem.hiddenKernel[k * 4 * count + column] }
          return sum
        }
        for unit in 0..<count {
          func sigmoid(_ gate: Int) -> Float {
            let z = Double(z[gate * count + unit])
            return off(1 / (1 + exp(-z)), unit, z)
          }
          func tanh(_ z: Float) -> Float { off(2 / (1 + exp(-2 * Double(z))) - 1, unit, Double(z)) }
          c[unit] = sigmoid(1) * c[unit] + sigmoid(0) * tanh(z[2 * count + unit])
          last[unit] = sigmoid(3) * tanh(c[unit])
        }
        h = last
        for unit in 0..<count { answer.outputs[(row * shape.timeSteps + step) * count + unit] = h[unit] }
      }
      for unit in 0..<count {
        let place = row * count + unit
        (answer.finalH[place], answer.finalC[place], answer.lastOutput[place]) = (h[unit], c[unit], last[unit])
      }
    }
  }
}

@Suite struct DeclaredClassTests {
  /// c = f·c0 with an open forget gate, and so on: z of the candidate and of c in a narrow interval.
  private func problem(bias: [Float], c0: Float = 0, units: Int = 1) throws -> LSTMProblem<Float> {
    try LSTMProblem(
      input: Tensor(shape: [1, 1, 1], repeating: 0), initialH: Tensor(shape: [1, units], repeating: 0),
      initialC: Tensor(shape: [1, units], repeating: c0), inputKernel: Tensor(shape: [1, 4 * units], repeating: 0),
      hiddenKernel: Tensor(shape: [units, 4 * units], repeating: 0),
      bias: Tensor(shape: [4 * units], elements: bias.flatMap { [Float](repeating: $0, count: units) }))
  }

  private func report(_ backend: OffInActivations, cases: Int = 300, strict: Bool = false) throws -> CampaignReport {
    var configuration = CampaignConfiguration(cases: cases, scalars: [.float])
    configuration.isStrict = strict
    return try Campaign(configuration, subjects: [LSTMSubject(backend).judgedAsProbed()]).runWithoutReference()
  }

  @Test func aNarrowIntervalInsideTheDeclaredClassIsAtMostSuspicious() throws {
    let backend = OffInActivations(units: { _, _, z in abs(z - 12.005) < 1e-5 ? 5.5 : 0 })
    let subject = LSTMSubject(backend).judgedAsProbed()
    let probed = try #require(subject.probedModel(.float))
    #expect(probed.tanh.absolute + probed.tanh.relative < 4 * 0x1p-24)
    let problem = try problem(bias: [100, 100, 0, 12.005], c0: 12.005)
    let replay = Replay(.float(problem), name: "narrow", subjects: [subject])
    #expect(replay.failures.isEmpty)
    #expect(replay.suspicions.count == 1)
    // Outside of the declared class the same interval is wrong.
    let wrong = LSTMSubject(OffInActivations(units: { _, _, z in abs(z - 12.005) < 1e-5 ? 9 : 0 })).judgedAsProbed()
    #expect(!Replay(.float(problem), name: "narrow", subjects: [wrong]).failures.isEmpty)
  }

  @Test func aSubjectOfOneSizeIsProbedAtThatSize() throws {
    let backend = OffInActivations(
      units: { _, _, z in abs(z) < 20 ? 3 : 0 }, accepts: { $0.units == 20 && $0.inputSize == 3 })
    let probe = try ActivationProbe(backend, calls: 8)
    #expect(probe.tanh.absoluteUnits > 2 && probe.tanh.absoluteUnits < 5 && probe.sigmoid.samples > 100)
  }

  @Test func aSubjectWithoutCIsProbedThroughH() throws {
    var backend = OffInActivations(units: { _, _, z in abs(z) < 20 ? 2 : 0 })
    backend.omittedParts = [.finalC, .outputs]
    let probe = try ActivationProbe(backend, calls: 8)
    #expect(probe.sigmoid.samples > 0 && probe.tanh.samples > 0 && probe.tanh.absoluteUnits < 6)
  }

  @Test func anApproximationIsNamedWithItsPlaceAndWhatAcceptsIt() throws {
    let backend = OffInActivations(units: { _, _, z in abs(z) < 3 && z != 0 ? 160_000 : 0 })
    let subject = LSTMSubject(backend).judgedAsProbed()
    #expect(subject.cautions.count == 2)
    for caution in subject.cautions.map(\.description) {
      #expect(caution.contains("is an approximation: off by 0.0095") && caution.contains("at z = "))
      #expect(
        caution.contains("--activation-class 330000 --scalar float") && caution.contains("activation_units=330000"))
    }
    let report = try report(backend, cases: 40)
    #expect(report.outcome == .subjectWrong)
    #expect(report.text().contains("Activations with larger errors than declared:"))
  }

  @Test func whatIsNoFunctionAtAllIsSaidInWords() throws {
    let subject = LSTMSubject(Constant(units: 6)).judgedAsProbed()
    #expect(subject.remarks.contains { $0.contains("what comes is no sigmoid") })
    #expect(subject.cautions.contains { $0.text.contains("always 7.0") })
    #expect(!subject.remarks.joined().contains("u ("))
  }

  @Test func constantsUnderAHugeClassAreNotDecided() throws {
    let subject = LSTMSubject(Constant(units: 6e8))
    var configuration = CampaignConfiguration(cases: 120, scalars: [.float])
    let weak = try Campaign(configuration, subjects: [subject]).runWithoutReference()
    #expect(weak.outcome == .suiteFailed && !weak.weaknesses.isEmpty, "\(weak.text())")
    #expect(weak.text().contains("--accept-weak accepts that"))
    configuration.acceptsWeak = true
    let accepted = try Campaign(configuration, subjects: [subject]).runWithoutReference()
    #expect(accepted.outcome == .held)
    #expect(
      accepted.text().split(separator: "\n").last?.contains(
        "Too little of constant could be judged, which --accept-weak accepts") == true)
  }

  @Test func strictCountsSuspiciousAnswersAsWrong() throws {
    var report = try report(OffInActivations(units: { _, _, _ in 0 }), cases: 20)
    report.ledger.subjects[0].suspicious = 1
    #expect(report.outcome != .subjectWrong)
    report.configuration.isStrict = true
    #expect(report.outcome == .subjectWrong)
    #expect(report.text().contains("which --strict counts as wrong"))
  }

  @Test func aSubjectThatRefusesEverythingIsUnjudged() throws {
    let subject = LSTMSubject(OffInActivations(units: { _, _, _ in 0 }, accepts: { _ in false })).judgedAsProbed()
    #expect(subject.remarks == ["float: not probed, judged as declared"])
    let replay = Replay(.float(try problem(bias: [0, 0, 0, 0])), name: "refused", subjects: [subject])
    #expect(replay.failures.isEmpty && replay.unjudged == ["off"])
  }
}

/// Answers 7 everywhere.
private struct Constant: LSTMBackend {
  let name = "constant"
  let model: ArithmeticModel

  init(units: Double) { model = ArithmeticModel(scalar: .float, activationUnits: units) }

  func refusal(of problem: LSTMProblem<Float>) -> Refusal? {
    let options = problem.options
    let isPlain = options.tanhActivation == .tanh && options.sigmoidActivation == .sigmoid && problem.mask == nil
    let arrays = [problem.input, problem.initialH, problem.initialC, problem.inputKernel, problem.hiddenKernel]
    let isFinite = (arrays + [problem.bias].compactMap { $0 }).allSatisfy { $0.elements.allSatisfy(\.isFinite) }
    return isPlain && isFinite && problem.shape.timeSteps > 0 ? nil : Refusal("plain only")
  }

  func run(_ problem: LSTMProblem<Float>, into answer: inout LSTMAnswer<Float>) throws {
    answer = LSTMAnswer(to: problem, filledWith: 7)
  }
}

extension DeclaredClassTests {
  /// Longer than a developer waits for: `.ci/run` runs them.
  @Suite struct Campaigns {
    @Test func aScalarTailThatIsCoarserThanTheVectorPathIsNotWrong() throws {
      // Units in groups of 8, and the rest one by one.
      let backend = OffInActivations(units: { unit, count, z in (unit < count / 8 * 8 ? 0.5 : 1.5) * (z < 0 ? -1 : 1) })
      let probe = try ActivationProbe(backend, calls: 8)
      #expect(probe.tanh.absoluteUnits > 1.3 && probe.sigmoid.absoluteUnits > 1.3)
      #expect(try DeclaredClassTests().report(backend).counterexamples.isEmpty)
    }

    @Test func aSmallDeclaredErrorIsDecided() throws {
      var backend = OffInActivations(units: { _, _, z in z < 0 ? -10 : 10 })
      backend.model = ArithmeticModel(scalar: .float, activationUnits: 20)
      let report = try DeclaredClassTests().report(backend)
      #expect(report.weaknesses.isEmpty && report.counterexamples.isEmpty)
      let own = try #require(report.ledger.subjects.first?.ownDiscrimination)
      #expect(own.cases > 10 && own.noticed > own.cases * 3 / 4)
    }
  }
}
