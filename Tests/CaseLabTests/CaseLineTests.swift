import LSTMContract
import Testing

@testable import CaseLab

@Suite struct CaseLineTests {
  @Test(arguments: 0..<200)
  func aGeneratedLineMakesTheCaseAgain(index: Int) throws {
    let drawn: Case<Float> = CaseGenerator(seed: 9).draw(index: index)
    guard case .float(let parsed) = try CaseLine.parse(drawn.line) else {
      Issue.record("another scalar type")
      return
    }
    #expect(parsed.line == drawn.line && sameBits(parsed.problem, drawn.problem))
  }

  @Test(arguments: 0..<200)
  func anExplicitLineKeepsEveryBit(index: Int) throws {
    let drawn: Case<Double> = CaseGenerator(seed: 9, sizes: .small).draw(index: index)
    let explicit = Case(problem: drawn.problem, origin: .explicit)
    guard case .double(let parsed) = try CaseLine.parse(explicit.line) else {
      Issue.record("another scalar type")
      return
    }
    #expect(sameBits(parsed.problem, drawn.problem))
    #expect(!explicit.line.contains("'") && !explicit.line.contains("\n"))
  }

  @Test(arguments: [SizeProfile.small, .large])
  func theProfileAndTheFixedSizesStandInTheLine(sizes: SizeProfile) throws {
    let fixed = FixedSizes(inputSize: 1, units: 20)
    let drawn: Case<Float> = CaseGenerator(seed: 0x4C53_544D, sizes: sizes, fixed: fixed).draw(index: 17)
    #expect(
      drawn.line == "lstm-line/4 float generator=4 seed=0x4c53544d index=17 sizes=\(sizes.rawValue) I=1 H=20")
    guard case .float(let parsed) = try CaseLine.parse(drawn.line) else {
      Issue.record("another scalar type")
      return
    }
    #expect(parsed.line == drawn.line && sameBits(parsed.problem, drawn.problem))
  }

  @Test func anExplicitLineNamesEveryOption() throws {
    let options = LSTMOptions(
      layout: .timeMajor, goBackwards: true, outputOrder: .aligned, zeroOutputForMask: true, tanhActivation: .relu,
      sigmoidActivation: .identity)
    let problem = try LSTMProblem<Float>(
      input: Tensor(shape: [1, 1, 1], elements: [-0.0]), initialH: Tensor(shape: [1, 1], elements: [0.5]),
      initialC: Tensor(shape: [1, 1], elements: [2]), inputKernel: Tensor(shape: [1, 4], elements: [1, 0, 0, 0]),
      hiddenKernel: Tensor(shape: [1, 4], repeating: 0), options: options)
    let line = Case(problem: problem, origin: .explicit).line
    #expect(
      line == "lstm-line/4 float T=1 B=1 I=1 H=1 layout=time_major direction=backward order=aligned "
        + "masked_output=zero candidate=relu gate=identity x=-0 h0=0.5 c0=2 K=1,0*3 R=0*4")
    guard case .float(let parsed) = try CaseLine.parse(line) else {
      Issue.record("another scalar type")
      return
    }
    #expect(sameBits(parsed.problem, problem))
  }

  @Test func valuesOfTheOldGrammarsAreRead() throws {
    let rest = " float T=1 B=1 I=1 H=1 batch_major backward processing zero tanh relu x=1 h0=0 c0=0 K=0*4 R=0*4"
    for grammar in 1...3 {
      guard case .float(let parsed) = try CaseLine.parse("lstm-case/\(grammar)" + rest) else {
        Issue.record("another scalar type")
        return
      }
      let options = LSTMOptions(goBackwards: true, zeroOutputForMask: true, sigmoidActivation: .relu)
      #expect(parsed.problem.options == options)
    }
  }

  @Test(arguments: [
    "lstm-case/1 float seed=0x1 index=1", "lstm-case/3 double seed=0x4c53544d index=17",
    "lstm-line/4 float generator=3 seed=0x1 index=1", "lstm-line/4 float seed=0x1 index=1",
  ])
  func aSeedOfAnotherGeneratorIsRefusedInOneSentence(line: String) {
    #expect { try CaseLine.parse(line) } throws: {
      "\($0)".hasSuffix("drew other cases from a seed; this program draws those of generator 4")
    }
  }

  @Test(arguments: [
    "", "lstm-line/4", "lstm-line/5 float generator=4 seed=1 index=1", "lstm-line/3 float generator=4 seed=1 index=1",
    "lstm-case/4 float T=1 B=1 I=1 H=1 batch_major forward processing keep tanh sigmoid x=1 h0=0 c0=0 K=0*4 R=0*4",
    "lstm-line/4 half generator=4 seed=0x1 index=1",
    "lstm-line/4 float generator=4 seed=0x1", "lstm-line/4 float generator=4 seed=zz index=1",
    "lstm-line/4 float generator=4 seed=1 index=-1", "lstm-line/4 float generator=4 seed=1 index=1 T=-3",
    "lstm-line/4 float generator=4 seed=1 index=1 H=0", "lstm-line/4 float generator=4 seed=1 index=1 H=99999999999",
    "lstm-line/4 float generator=4 seed=1 index=1 T=9999999 B=9999999",
    "lstm-line/4 float generator=4 seed=1 index=1 sizes=huge", "lstm-line/4 float generator=4 seed=1 index=1 x=1",
    "lstm-line/4 float generator=4 seed=1 index=1 keep", "lstm-line/4 float T=1 B=1 I=1 H=1",
    "lstm-line/4 float T=99999999999 B=1 I=1 H=1 layout=batch_major direction=forward order=processing masked_output=keep candidate=tanh gate=sigmoid x=1",
    "lstm-line/4 float T=1 B=1 I=1 H=1 layout=batch_major direction=forward order=processing masked_output=keep candidate=tanh gate=sigmoid x=1*99999999999 h0=0 c0=0 K=0*4 R=0*4",
    "lstm-line/4 float T=1 B=1 I=1 H=1 layout=batch_major direction=forward order=processing masked_output=keep candidate=tanh gate=sigmoid x=one h0=0 c0=0 K=0*4 R=0*4",
    "lstm-line/4 float T=1 B=1 I=1 H=1 layout=batch_major direction=forward order=processing masked_output=keep candidate=tanh gate=sigmoid x=1 x=2 h0=0 c0=0 K=0*4 R=0*4",
    "lstm-line/4 float T=1 B=1 I=1 H=1 layout=batch_major direction=forward order=processing masked_output=keep candidate=tanh gate=sigmoid x=1,2 h0=0 c0=0 K=0*4 R=0*4",
    "lstm-line/4 float T=1 B=1 I=1 H=1 layout=batch_major direction=forward order=processing masked_output=keep candidate=tanh gate=sigmoid x=1 h0=0 c0=0 K=0*4 R=0*4 mask=2",
    "lstm-line/4 float T=1 B=1 I=1 H=1 layout=batch_major direction=forward order=processing masked_output=keep candidate=tanh gate=sigmoid x=1 h0=0 c0=0 K=0*4 R=0*4 keep",
    "lstm-line/4 float T=1 B=1 I=1 H=1 layout=batch_major direction=forward order=processing masked_output=keep candidate=tanh gate=sigmoid x=1 h0=0 c0=0 K=0*4 R=0*4 order=processing",
    "lstm-line/4 float T=1 B=1 I=1 H=1 layout=batch_major direction=sideways order=processing masked_output=keep candidate=tanh gate=sigmoid x=1 h0=0 c0=0 K=0*4 R=0*4",
    "lstm-line/4 float T=1 B=1 I=1 H=1 layout=batch_major direction=forward order=processing masked_output=keep candidate=tanh x=1 h0=0 c0=0 K=0*4 R=0*4",
    "lstm-line/4 float T=1 B=1 I=1 H=0 layout=batch_major direction=forward order=processing masked_output=keep candidate=tanh gate=sigmoid x=1 h0= c0= K= R=",
    "lstm-case/3 float T=1 B=1 I=1 H=1 batch_major sideways processing keep tanh sigmoid x=1 h0=0 c0=0 K=0*4 R=0*4",
  ])
  func aBrokenLineIsRefusedInOneLine(line: String) {
    #expect { try CaseLine.parse(line) } throws: { "\($0)".hasPrefix("case line: ") && !"\($0)".contains("\n") }
  }

  private func sameBits<Scalar: LSTMScalar>(_ first: LSTMProblem<Scalar>, _ second: LSTMProblem<Scalar>) -> Bool {
    func bits(_ problem: LSTMProblem<Scalar>) -> [[UInt64]] {
      [
        problem.input, problem.initialH, problem.initialC, problem.inputKernel, problem.hiddenKernel,
      ].map { $0.elements.map { $0.isNaN ? 1 : $0.bits } } + [problem.bias?.elements.map(\.bits) ?? []]
    }
    return bits(first) == bits(second) && first.mask == second.mask && first.options == second.options
      && first.shape == second.shape && (first.bias == nil) == (second.bias == nil)
  }
}
