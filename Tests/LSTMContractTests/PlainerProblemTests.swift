import LSTMContract
import Testing

struct PlainerProblemTests {
  private static func problem(timeMajor: Bool = true) throws -> LSTMProblem<Float> {
    let leading = timeMajor ? [2, 3] : [3, 2]
    return try LSTMProblem(
      input: Tensor(shape: leading + [2], elements: (0..<12).map { Float($0) }),
      initialH: Tensor(shape: [3, 2], repeating: 1), initialC: Tensor(shape: [3, 2], repeating: 2),
      inputKernel: Tensor(shape: [2, 8], elements: (0..<16).map { Float($0) }),
      hiddenKernel: Tensor(shape: [2, 8], repeating: 3), bias: nil,
      mask: Tensor(shape: leading, elements: [true, true, false, true, false, true]),
      options: LSTMOptions(layout: timeMajor ? .timeMajor : .batchMajor, goBackwards: true))
  }

  @Test func theCornerIsKept() throws {
    let small = try Self.problem().resized(to: FixedSizes(batch: 1, inputSize: 1, units: 1))
    #expect(small.input.elements == [0, 6])
    #expect(small.inputKernel.elements == [0, 2, 4, 6])
    #expect(small.mask?.elements == [true, true])
  }

  @Test func whatIsAddedIsZeroAndCounts() throws {
    let large = try Self.problem().resized(to: FixedSizes(timeSteps: 3, inputSize: 3))
    #expect(large.shape == (try LSTMShape(timeSteps: 3, batch: 3, inputSize: 3, units: 2)))
    #expect(large.input.elements[..<6] == [0, 1, 0, 2, 3, 0])
    #expect(large.mask?.elements.suffix(3) == [true, true, true])
    #expect(large.inputKernel.elements.suffix(8).allSatisfy { $0 == 0 })
  }

  @Test func thePlainestAsksForNothing() throws {
    let found = try Self.problem().plainer(sizes: FixedSizes(units: 2))
    let last = try #require(found.last)
    #expect(ProblemOutline(last).features == ["activation:tanh", "activation:sigmoid"])
    #expect(last.shape.batch == 1)
    // The same rows in the same order.
    #expect(found.first?.input.elements == [0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11])
  }
}
