import BLASBackend
import LSTMContract
import SIMDBackend
import Testing

/// What holds for the layers of every backend that prepares them.
@Suite struct LayerTests {
  static let backends: [any LSTMLayerBackend<Double>] = [SIMDBackend(), BLASBackend()]

  @Test(arguments: backends.indices)
  func `a layer that ran other sequences gives the bits of the plain call`(_ index: Int) throws {
    let backend = Self.backends[index]
    var layer: (any LSTMLayer<Double>)?
    for var drawn in DrawnProblem.everyOption {
      for (timeSteps, batch) in [(7, 4), (1, 1), (3, 2), (0, 2), (2, 0)] {
        (drawn.timeSteps, drawn.batch) = (timeSteps, batch)
        let problem = try drawn.problem()
        var prepared = try layer ?? backend.makeLayer(problem.parameters)
        var answer = LSTMAnswer(to: problem.sequences, filledWith: 9)
        try prepared.run(problem.sequences, into: &answer)
        layer = prepared
        let plain = try backend.answer(problem)
        #expect(answer.bits == plain.bits && answer.runtime == plain.runtime, "\(drawn)")
      }
    }
  }

  @Test(arguments: backends.indices)
  func `sequences of another layer are refused`(_ index: Int) throws {
    let problem = try DrawnProblem().problem()
    var layer = try Self.backends[index].makeLayer(problem.parameters)
    let other = try DrawnProblem(inputSize: 9).problem()
    var answer = LSTMAnswer(to: other)
    #expect(throws: LSTMProblemError.self) { try layer.run(other.sequences, into: &answer) }
  }
}
