import CaseFiles
import CaseLab
import Foundation
import LSTMContract
import NaiveBackend
import Testing

@testable import Verification

@Suite struct FixedWeightsTests {
  private static func weights(seed: UInt64 = 5) throws -> FixedWeights {
    let drawn: Case<Float> = CaseGenerator(seed: seed, fixed: FixedSizes(inputSize: 3, units: 4)).draw(index: 2)
    return FixedWeights(
      try LSTMParameters(inputKernel: drawn.problem.inputKernel, hiddenKernel: drawn.problem.hiddenKernel))
  }

  @Test func everythingElseIsDrawnAndTheLineMakesTheCaseAgain() throws {
    let weights = try Self.weights()
    let generator = CaseGenerator(seed: 9, weights: weights)
    let own: LSTMParameters<Double> = try #require(weights.parameters())
    for index in 0..<20 {
      let drawn: Case<Double> = generator.draw(index: index)
      #expect(own.are(of: drawn.problem) && generator.plan(index: index).outline.hasBias == false)
      guard case .double(let again) = try CaseLine.parse(drawn.line, weights: weights) else {
        Issue.record("another scalar type")
        return
      }
      #expect(again.line == drawn.line && own.are(of: again.problem))
      #expect(drawn.line.contains(" I=3 H=4 weights=\(weights.checksum)"))
    }
    #expect(
      (generator.draw(index: 0) as Case<Double>).problem.input
        != (generator.draw(index: 1) as Case<Double>).problem.input)
  }

  @Test func otherWeightsAreRefusedInOneSentence() throws {
    let drawn: Case<Float> = CaseGenerator(seed: 9, weights: try Self.weights()).draw(index: 0)
    let other = try Self.weights(seed: 6)
    #expect { try CaseLine.parse(drawn.line) } throws: { "\($0)".contains("no file with weights is given") }
    #expect { try CaseLine.parse(drawn.line, weights: other) } throws: {
      "\($0)".contains("those of the file are \(other.checksum)")
    }
    let plain: Case<Float> = CaseGenerator(seed: 9).draw(index: 0)
    #expect { try CaseLine.parse(plain.line, weights: other) } throws: { "\($0)".contains("it draws its weights") }
  }

  @Test func aSubjectWithWeightsBuiltInIsAskedWithNoOthers() throws {
    let weights = try Self.weights()
    let own: LSTMParameters<Float> = try #require(weights.parameters())
    let report = try Campaign(
      CampaignConfiguration(cases: 120, scalars: [.float]), subjects: [LSTMSubject(Baked(weights: own))],
      weights: weights
    ).runWithoutReference()
    let subject = report.ledger.subjects[0]
    #expect(subject.agrees == 120 && subject.disagrees == 0, "\(report.text())")
    #expect(report.counterexamples.isEmpty)
    #expect(report.ledger.discrimination.cases == 120)
    #expect(report.text().contains("weights \(weights.checksum)"))
  }

  @Test func afaultOfSuchASubjectIsFound() throws {
    let weights = try Self.weights()
    let own: LSTMParameters<Float> = try #require(weights.parameters())
    let report = try Campaign(
      CampaignConfiguration(cases: 60, scalars: [.float]), subjects: [LSTMSubject(Baked(weights: own, isFaulty: true))],
      weights: weights
    ).runWithoutReference()
    #expect(report.outcome == .subjectWrong)
  }

  @Test func aLayerInAnotherConventionHasTheSameWeights() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "layer-\(UUID().uuidString).safetensors").path
    defer { try? FileManager.default.removeItem(atPath: file) }
    var writer = SafetensorsWriter()
    writer.add("kernel", shape: [1, 4], [Float]([1, 2, 3, 4]))
    writer.add("recurrent_kernel", shape: [1, 4], [Float]([5, 6, 7, 8]))
    try writeAtomically(writer.serialized(), to: file)
    let weights = try FixedWeights(contentsOf: file, as: .keras)
    #expect(weights.sizes == FixedSizes(inputSize: 1, units: 1) && !weights.hasBias)
    #expect(throws: CaseFileError.self) { try FixedWeights(contentsOf: file, as: .pytorch) }
  }
}

/// Answers with its own weights, whatever it is asked.
private struct Baked: LSTMBackend {
  let weights: LSTMParameters<Float>
  var isFaulty = false
  var name: String { "baked" }
  var model: ArithmeticModel { ArithmeticModel(scalar: .float) }
  func run(_ problem: LSTMProblem<Float>, into answer: inout LSTMAnswer<Float>) throws {
    let own = try problem.replacing(
      inputKernel: weights.inputKernel, hiddenKernel: weights.hiddenKernel, bias: .some(weights.bias))
    NaiveBackend<Float>().run(own, into: &answer)
    if isFaulty, problem.shape.timeSteps == 2 { for place in answer.outputs.indices { answer.outputs[place] = 7 } }
  }
}
