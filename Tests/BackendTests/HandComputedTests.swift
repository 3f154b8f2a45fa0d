import LSTMContract
import Testing

/// The smallest case that tells implementations apart: I = H = B = 1, T = 2, K = .5, R = .25, b = 0, x = 1, 2.
struct HandComputedCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  var mask: [Bool]?
  var initialH = 0.0
  var options = LSTMOptions()
  let outputs: [Double]
  let finalH: Double
  let finalC: Double

  /// Values with 17 digits, from 30-digit arithmetic.
  static let all: [HandComputedCase] = [
    HandComputedCase(
      testDescription: "no mask", outputs: [0.17426971865610506, 0.48651754539306089], finalH: 0.48651754539306089,
      finalC: 0.78904392461410979),
    HandComputedCase(
      testDescription: "no mask, backwards", options: LSTMOptions(goBackwards: true),
      outputs: [0.36960635293570577, 0.38950200508694193], finalH: 0.38950200508694193, finalC: 0.7008321111258956),
    HandComputedCase(
      testDescription: "no mask, backwards, aligned", options: LSTMOptions(goBackwards: true, outputOrder: .aligned),
      outputs: [0.38950200508694193, 0.36960635293570577], finalH: 0.38950200508694193, finalC: 0.7008321111258956),
    HandComputedCase(
      testDescription: "a leading masked step gives 0, not h0", mask: [false, true], initialH: 0.9,
      outputs: [0, 0.44194042352265008], finalH: 0.44194042352265008, finalC: 0.65013943601781215),
    HandComputedCase(
      testDescription: "a masked step repeats the output", mask: [true, false],
      outputs: [0.17426971865610506, 0.17426971865610506], finalH: 0.17426971865610506, finalC: 0.28764913664496793),
    HandComputedCase(
      testDescription: "a masked step gives zero", mask: [true, false], options: LSTMOptions(zeroOutputForMask: true),
      outputs: [0.17426971865610506, 0], finalH: 0.17426971865610506, finalC: 0.28764913664496793),
    HandComputedCase(
      testDescription: "the zeroing mask is reversed with the input", mask: [true, false],
      options: LSTMOptions(goBackwards: true, zeroOutputForMask: true), outputs: [0, 0.17426971865610506],
      finalH: 0.17426971865610506, finalC: 0.28764913664496793),
  ]
}

@Suite struct HandComputedTests {
  @Test(arguments: EveryBackend.all, HandComputedCase.all)
  func `the minimal case gives the values computed by hand`(_ subject: Subject, _ example: HandComputedCase) throws {
    let problem = try LSTMProblem<Double>(
      input: Tensor(shape: [1, 2, 1], elements: [1, 2]), initialH: Tensor(shape: [1, 1], elements: [example.initialH]),
      initialC: Tensor(shape: [1, 1], repeating: 0), inputKernel: Tensor(shape: [1, 4], repeating: 0.5),
      hiddenKernel: Tensor(shape: [1, 4], repeating: 0.25), bias: Tensor(shape: [4], repeating: 0),
      mask: example.mask.map { try Tensor(shape: [1, 2], elements: $0) }, options: example.options)
    let answer = try subject.answer(problem)
    // Two steps: five activations of 6 u each, none magnified by more than 1, and a handful of roundings.
    let tolerance = 80 * subject.unitRoundoff
    // Beside their inputs, the output of the last processing step of a backward run comes first.
    let last = example.options.goBackwards && example.options.outputOrder == .aligned ? 0 : 1
    let expected: [AnswerPart: [Double]] = [
      .outputs: example.outputs, .lastOutput: [example.outputs[last]], .finalH: [example.finalH],
      .finalC: [example.finalC],
    ]
    for (part, values) in expected {
      for (found, value) in zip(answer[part], values) {
        #expect(abs(found - value) <= tolerance, "\(part.rawValue): \(found), expected \(value)")
      }
    }
  }

  @Test(arguments: EveryBackend.all)
  func `zero kernels give the closed form of constant gates`(_ subject: Subject) throws {
    let (steps, bias) = (7, [0.5, 1.25, -0.75, 2.0])
    let problem = try LSTMProblem<Double>(
      input: Tensor(shape: [2, steps, 3], elements: (0..<2 * steps * 3).map { Double($0) - 20 }),
      initialH: Tensor(shape: [2, 1], elements: [0.5, -3]), initialC: Tensor(shape: [2, 1], elements: [1.5, -0.25]),
      inputKernel: Tensor(shape: [3, 4], repeating: 0), hiddenKernel: Tensor(shape: [1, 4], repeating: 0),
      bias: Tensor(shape: [4], elements: bias))
    let answer = try subject.answer(problem)
    let gates = zip([Activation.sigmoid, .sigmoid, .tanh, .sigmoid], bias).map { $0.wideValue(at: Wide($1)) }
    for row in 0..<2 {
      var power: Wide = 1
      for s in 0..<steps {
        power *= gates[1]
        let c = power * Wide(problem.initialC[row]) + gates[0] * gates[2] * (1 - power) / (1 - gates[1])
        let h = gates[3] * Activation.tanh.wideValue(at: c)
        // Each step adds at most (6 + 6 + 6 + 2) u times values below 2 to c, and h adds 14 u.
        let tolerance = Wide(subject.unitRoundoff) * Wide(40 * (s + 1) + 14)
        #expect(abs(Wide(answer.output(s, row)[0]) - h) <= tolerance, "step \(s), row \(row)")
        if s == steps - 1 { #expect(abs(Wide(answer.finalC[row]) - c) <= tolerance, "final c, row \(row)") }
      }
    }
  }
}
