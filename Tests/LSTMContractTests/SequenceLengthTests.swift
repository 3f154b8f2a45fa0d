import LSTMContract
import NaiveBackend
import Testing

@Suite struct SequenceLengthTests {
  private static let lengths = [4, 0, 2, 1]

  private static func problem(
    _ layout: AxisLayout, backwards: Bool = false, _ order: OutputOrder = .aligned, mask: Bool = true
  ) throws -> LSTMProblem<Double> {
    func values(_ count: Int, _ scale: Double) -> [Double] { (0..<count).map { scale * Double(($0 * 7) % 11 - 5) } }
    let (steps, batch, input, units) = (4, 4, 2, 3)
    let leading = layout == .timeMajor ? [steps, batch] : [batch, steps]
    return try LSTMProblem(
      input: Tensor(shape: leading + [input], elements: values(steps * batch * input, 0.25)),
      initialH: Tensor(shape: [batch, units], elements: values(batch * units, 0.125)),
      initialC: Tensor(shape: [batch, units], elements: values(batch * units, -0.25)),
      inputKernel: Tensor(shape: [input, 4 * units], elements: values(input * 4 * units, 0.2)),
      hiddenKernel: Tensor(shape: [units, 4 * units], elements: values(units * 4 * units, 0.1)),
      mask: mask ? Tensor(lengths: lengths, timeSteps: steps, layout: layout) : nil,
      options: LSTMOptions(layout: layout, goBackwards: backwards, outputOrder: order, zeroOutputForMask: true))
  }

  @Test(arguments: AxisLayout.allCases)
  func aMaskOfLengthsSaysThem(layout: AxisLayout) throws {
    #expect(try Self.problem(layout).lengths == Self.lengths)
    #expect(try Self.problem(layout, mask: false).lengths == [4, 4, 4, 4])
    let gap = try Self.problem(.timeMajor).replacing(
      mask: .some(Tensor(shape: [4, 4], elements: (0..<16).map { $0 != 5 })))
    #expect(gap.lengths == nil)
    #expect(gap.countingSteps == [4, 3, 4, 4])
  }

  @Test func aLengthOutOfRangeIsRefused() {
    #expect(throws: LSTMProblemError.lengthOutOfRange(row: 1, found: 5, timeSteps: 4)) {
      try Tensor(lengths: [1, 5], timeSteps: 4, layout: .timeMajor)
    }
  }

  /// L2 to L5: each row is its first steps alone, run in its own direction, and zero past them.
  @Test(arguments: AxisLayout.allCases, [false, true])
  func eachRowIsTheSequenceOfItsLengthAlone(layout: AxisLayout, backwards: Bool) throws {
    let whole = try Self.problem(layout, backwards: backwards)
    let answer = try NaiveBackend<Double>().answer(whole)
    func place(_ time: Int, _ row: Int) -> Int { layout == .timeMajor ? time * 4 + row : row * 4 + time }
    for (row, length) in Self.lengths.enumerated() {
      let states = row * 3..<row * 3 + 3
      let alone = try LSTMProblem(
        input: Tensor(
          shape: [1, length, 2],
          elements: (0..<length).flatMap { time in (0..<2).map { whole.input[place(time, row) * 2 + $0] } }),
        initialH: Tensor(shape: [1, 3], elements: Array(whole.initialH.elements[states])),
        initialC: Tensor(shape: [1, 3], elements: Array(whole.initialC.elements[states])),
        inputKernel: whole.inputKernel, hiddenKernel: whole.hiddenKernel,
        options: LSTMOptions(goBackwards: backwards, outputOrder: .aligned))
      let expected = try NaiveBackend<Double>().answer(alone)
      #expect(Array(answer.finalH[states]) == expected.finalH)
      #expect(Array(answer.finalC[states]) == expected.finalC)
      for time in 0..<4 {
        let found = Array(answer.outputs[place(time, row) * 3..<place(time, row) * 3 + 3])
        #expect(found == (time < length ? Array(expected.outputs[time * 3..<time * 3 + 3]) : [0, 0, 0]))
      }
    }
  }
}
