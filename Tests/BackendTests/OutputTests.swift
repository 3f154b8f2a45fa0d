import LSTMContract
import Testing

@Suite struct OutputTests {
  @Test(arguments: EveryBackend.all)
  func `E11: aligned outputs are those of processing order, each beside its input, bit for bit`(
    _ subject: Subject
  ) throws {
    for drawn in DrawnProblem.everyOption where drawn.options.outputOrder == .processing {
      let problem = try drawn.problem()
      var options = drawn.options
      options.outputOrder = .aligned
      let (processing, aligned) = (try subject.answer(problem), try subject.answer(problem.replacing(options: options)))
      for s in 0..<drawn.timeSteps {
        for row in 0..<drawn.batch {
          #expect(processing.output(s, row).bits == aligned.output(problem.time(s), row).bits, "\(drawn)")
        }
      }
      for part in AnswerPart.allCases where part != .outputs {
        #expect(processing[part].bits == aligned[part].bits, "\(part.rawValue) of \(drawn)")
      }
    }
  }

  @Test(arguments: EveryBackend.all)
  func `E12: the last output is y of the last processing step, bit for bit`(_ subject: Subject) throws {
    for drawn in DrawnProblem.everyOption {
      let problem = try drawn.problem()
      let answer = try subject.answer(problem)
      for row in 0..<drawn.batch {
        let last = answer.output(problem.outputStep(drawn.timeSteps - 1), row)
        #expect(answer.row(row, of: .lastOutput).bits == last.bits, "row \(row): \(drawn)")
      }
    }
  }

  @Test(arguments: EveryBackend.all)
  func `E13: the final h is the output of the last step that counts, bit for bit`(_ subject: Subject) throws {
    for drawn in DrawnProblem.everyOption {
      let problem = try drawn.problem()
      let answer = try subject.answer(problem)
      for row in 0..<drawn.batch {
        guard let s = (0..<drawn.timeSteps).last(where: { problem.counts($0, row) }) else { continue }
        let output = answer.output(problem.outputStep(s), row)
        #expect(answer.row(row, of: .finalH).bits == output.bits, "row \(row): \(drawn)")
      }
    }
  }

  @Test(arguments: EveryBackend.all)
  func `E13: the final state of a first part starts the second, bit for bit`(_ subject: Subject) throws {
    for var drawn in DrawnProblem.everyOption where drawn.options.zeroOutputForMask && !drawn.options.goBackwards {
      (drawn.timeSteps, drawn.values) = (6, .orderFree)
      let problem = try drawn.problem()
      let whole = try subject.answer(problem)
      let first = try subject.answer(problem.taking(times: Array(0..<2)))
      let second = try subject.answer(
        problem.taking(times: Array(2..<6)).replacing(
          initialH: Tensor(shape: problem.initialH.shape, elements: first.finalH),
          initialC: Tensor(shape: problem.initialC.shape, elements: first.finalC)))
      for row in 0..<drawn.batch {
        for s in 0..<2 { #expect(whole.output(s, row).bits == first.output(s, row).bits, "\(drawn)") }
        for s in 2..<6 { #expect(whole.output(s, row).bits == second.output(s - 2, row).bits, "\(drawn)") }
      }
      for part in AnswerPart.allCases where part != .outputs {
        #expect(whole[part].bits == second[part].bits, "\(part.rawValue) of \(drawn)")
      }
    }
  }

  @Test(arguments: EveryBackend.all)
  func `E15: no steps or no rows give empty outputs, zeros and the initial state`(_ subject: Subject) throws {
    for layout in AxisLayout.allCases {
      for mask in [MaskKind.none, .allTrue] {
        for (steps, batch) in [(0, 3), (4, 0), (0, 0)] {
          let problem = try DrawnProblem(
            timeSteps: steps, batch: batch, options: LSTMOptions(layout: layout), mask: mask
          ).problem()
          let answer = try subject.answer(problem)
          #expect(answer.outputs.isEmpty)
          #expect(answer.lastOutput.bits == [UInt64](repeating: 0, count: batch * problem.shape.units))
          #expect(answer.finalH.bits == problem.initialH.elements.bits)
          #expect(answer.finalC.bits == problem.initialC.elements.bits)
        }
      }
    }
  }

  @Test(arguments: EveryBackend.all)
  func `batch-major equals time-major, bit for bit`(_ subject: Subject) throws {
    for var drawn in DrawnProblem.everyOption where drawn.options.layout == .timeMajor {
      drawn.values = .orderFree
      let problem = try drawn.problem()
      let timeMajor = try subject.answer(problem)
      let batchMajor = try subject.answer(problem.taking(times: Array(0..<drawn.timeSteps), layout: .batchMajor))
      for step in 0..<drawn.timeSteps {
        for row in 0..<drawn.batch {
          #expect(timeMajor.output(step, row).bits == batchMajor.output(step, row).bits, "\(drawn)")
        }
      }
      for part in AnswerPart.allCases where part != .outputs {
        #expect(timeMajor[part].bits == batchMajor[part].bits, "\(part.rawValue) of \(drawn)")
      }
    }
  }
}
