import LSTMContract
import Testing

@Suite struct MaskTests {
  @Test(arguments: EveryBackend.all)
  func `E8: backwards equals forwards on reversed input and mask, bit for bit`(_ subject: Subject) throws {
    for var drawn in DrawnProblem.everyOption where !drawn.options.goBackwards {
      drawn.values = .orderFree
      drawn.options.outputOrder = .processing
      let forwards = try drawn.problem()
      var options = drawn.options
      options.goBackwards = true
      let reversed = try forwards.replacing(options: options)
        .taking(times: (0..<forwards.shape.timeSteps).reversed())
      #expect(try subject.answer(forwards).bits == subject.answer(reversed).bits, "\(drawn)")
    }
  }

  @Test(arguments: EveryBackend.all)
  func `E9: a sequence without its masked steps ends in the same state, bit for bit`(_ subject: Subject) throws {
    for seed in 0..<12 as Range<UInt64> {
      for backwards in [false, true] {
        let problem = try DrawnProblem(
          timeSteps: 7, batch: 1, options: LSTMOptions(goBackwards: backwards), mask: .holes, values: .orderFree,
          seed: seed
        ).problem()
        let counted = (0..<7).filter { problem.mask?[problem.position($0, 0)] ?? true }
        let whole = try subject.answer(problem)
        let condensed = try subject.answer(problem.taking(times: counted))
        #expect(whole.finalH.bits == condensed.finalH.bits)
        #expect(whole.finalC.bits == condensed.finalC.bits)
        #expect(whole.lastOutput.bits == condensed.lastOutput.bits)
      }
    }
  }

  @Test(arguments: EveryBackend.all)
  func `E10: a masked step repeats the output before it, at first 0, or gives 0 where that is asked`(
    _ subject: Subject
  ) throws {
    for drawn in DrawnProblem.everyOption {
      let problem = try drawn.problem()
      let answer = try subject.answer(problem)
      let zeros = [Double](repeating: 0, count: drawn.units)
      for row in 0..<drawn.batch {
        var before = zeros
        for s in 0..<drawn.timeSteps {
          let y = answer.output(problem.outputStep(s), row)
          if !problem.counts(s, row) {
            #expect(
              y.bits == (drawn.options.zeroOutputForMask ? zeros : before).bits, "step \(s), row \(row): \(drawn)")
          }
          before = y
        }
      }
    }
  }

  @Test(arguments: EveryBackend.all)
  func `E14: a fully masked row gives zeros and carries its state, bit for bit`(_ subject: Subject) throws {
    let state = [-0.0, .infinity, .nan, -1.5, 0x1p-149]
    for drawn in DrawnProblem.everyOption where drawn.mask == .emptyRow || drawn.mask == .allMasked {
      var problem = try drawn.problem()
      let row = drawn.batch / 2
      let cells = row * drawn.units..<(row + 1) * drawn.units
      var (h, c) = (problem.initialH.elements, problem.initialC.elements)
      h.replaceSubrange(cells, with: state)
      c.replaceSubrange(cells, with: state.reversed())
      problem = try problem.replacing(
        initialH: Tensor(shape: problem.initialH.shape, elements: h),
        initialC: Tensor(shape: problem.initialC.shape, elements: c))
      let answer = try subject.answer(problem)
      let zeros = [UInt64](repeating: 0, count: drawn.units)
      for s in 0..<drawn.timeSteps { #expect(answer.output(s, row).bits == zeros, "step \(s): \(drawn)") }
      #expect(answer.row(row, of: .lastOutput).bits == zeros, "\(drawn)")
      #expect(answer.row(row, of: .finalH).bits == state.bits, "\(drawn)")
      #expect(answer.row(row, of: .finalC).bits == Array(state.reversed()).bits, "\(drawn)")
    }
  }

  @Test(arguments: EveryBackend.all)
  func `E16: values at masked steps influence nothing, bit for bit`(_ subject: Subject) throws {
    let poison = [Double.nan, .infinity, -.infinity, 0x1p127]
    for var drawn in DrawnProblem.everyOption where drawn.mask != .none && drawn.mask != .allTrue {
      (drawn.batch, drawn.inputSize, drawn.units) = (9, 6, 7)
      let problem = try drawn.problem()
      let clean = try subject.answer(problem.replacingMaskedInputs { _ in 0 })
      #expect(try subject.answer(problem).bits == clean.bits, "\(drawn)")
      #expect(try subject.answer(problem.replacingMaskedInputs { _ in .nan }).bits == clean.bits, "\(drawn)")
      #expect(try subject.answer(problem.replacingMaskedInputs { poison[$0 % 4] }).bits == clean.bits, "\(drawn)")
    }
  }

  @Test(arguments: EveryBackend.all)
  func `an all-true mask equals none, bit for bit`(_ subject: Subject) throws {
    for drawn in DrawnProblem.everyOption where drawn.mask == .allTrue {
      let problem = try drawn.problem()
      #expect(try subject.answer(problem).bits == subject.answer(problem.replacing(mask: .some(nil))).bits, "\(drawn)")
    }
  }
}
