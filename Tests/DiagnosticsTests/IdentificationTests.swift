import LSTMContract
import Testing

@testable import Diagnostics

@Suite struct IdentificationTests {
  /// An implementation that is right but for its conventions.
  private struct Unknown: LSTMBackend {
    typealias Scalar = Float
    var conventions: [Convention]
    var name: String { "unknown" }
    var model: ArithmeticModel { ArithmeticModel(scalar: .float) }

    func run(_ problem: LSTMProblem<Float>, into answer: inout LSTMAnswer<Float>) throws {
      let hypothesis = Hypothesis(conventions)
      answer = hypothesis.answer(problem, asked: hypothesis.asked(problem))
    }
  }

  @Test(arguments: [
    [Convention.gateOrder([.i, .o, .f, .j])], [.gateOrder([.f, .i, .j, .o])], [.parameters(.biasHalved)],
    [.parameters(.hiddenKernelTransposedByGate)], [.states(.statesExchanged)], [.sequence(.outputOrderInverted)],
    [.masks(.maskInverted)], [.gateOrder([.i, .j, .f, .o]), .states(.finalStatesExchanged)],
  ])
  func itsConventionsAreFoundAndUndone(conventions: [Convention]) throws {
    let found = Identification("unknown", Unknown(conventions: conventions))
    let changed = found.settings.filter { !$0.isStandard }
    #expect(changed.count == conventions.count)
    #expect(found.adapter != nil)
    #expect(found.probesAdapted == found.rightAdapted)
    #expect(found.right < found.probes)
    #expect((found.probesAdapted ?? 0) > 300)
  }

  @Test func whatLosesSomethingHasNoAdapter() {
    let found = Identification("unknown", Unknown(conventions: [.states(.initialStatesIgnored)]))
    #expect(found.isKnown)
    #expect(found.adapter == nil)
    #expect(found.lines.last?.contains("no adapter undoes this") == true)
  }

  @Test func theContractNeedsNone() {
    let found = Identification("unknown", Unknown(conventions: []))
    #expect(found.right == found.probes)
    #expect(found.settings.filter { !$0.isStandard }.isEmpty)
  }
}
