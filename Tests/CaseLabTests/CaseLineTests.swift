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
    let drawn: Case<Double> = CaseGenerator(seed: 9).draw(index: index)
    let explicit = Case(problem: drawn.problem, origin: .explicit)
    guard case .double(let parsed) = try CaseLine.parse(explicit.line) else {
      Issue.record("another scalar type")
      return
    }
    #expect(sameBits(parsed.problem, drawn.problem))
    #expect(!explicit.line.contains("'") && !explicit.line.contains("\n"))
  }

  @Test func valuesAreReadWhateverGeneratorTheyComeFrom() throws {
    let rest = " float T=1 B=1 I=1 H=1 batch_major forward processing keep tanh sigmoid x=1 h0=0 c0=0 K=0*4 R=0*4"
    for version in 1...CaseGenerator.version { _ = try CaseLine.parse("lstm-case/\(version)" + rest) }
    #expect(throws: CaseLineError.self) { try CaseLine.parse("lstm-case/\(CaseGenerator.version + 1)" + rest) }
  }

  @Test(arguments: [
    "", "lstm-case/3", "lstm-case/2 float seed=0x1 index=1", "lstm-case/3 half seed=0x1 index=1",
    "lstm-case/3 float seed=0x1", "lstm-case/3 float seed=zz index=1", "lstm-case/3 float seed=1 index=-1",
    "lstm-case/3 float seed=1 index=1 T=3", "lstm-case/3 float T=1 B=1 I=1 H=1",
    "lstm-case/3 float T=99999999999 B=1 I=1 H=1 batch_major forward processing keep tanh sigmoid x=1",
    "lstm-case/3 float T=1 B=1 I=1 H=1 batch_major forward processing keep tanh sigmoid x=1*99999999999 h0=0 c0=0 K=0*4 R=0*4",
    "lstm-case/3 float T=1 B=1 I=1 H=1 batch_major forward processing keep tanh sigmoid x=one h0=0 c0=0 K=0*4 R=0*4",
    "lstm-case/3 float T=1 B=1 I=1 H=1 batch_major sideways processing keep tanh sigmoid x=1 h0=0 c0=0 K=0*4 R=0*4",
    "lstm-case/3 float T=1 B=1 I=1 H=1 batch_major forward processing keep tanh sigmoid x=1 x=2 h0=0 c0=0 K=0*4 R=0*4",
    "lstm-case/3 float T=1 B=1 I=1 H=1 batch_major forward processing keep tanh sigmoid x=1,2 h0=0 c0=0 K=0*4 R=0*4",
    "lstm-case/3 float T=1 B=1 I=1 H=0 batch_major forward processing keep tanh sigmoid x=1 h0= c0= K= R=",
    "lstm-case/3 float T=1 B=1 I=1 H=1 batch_major forward processing keep tanh sigmoid x=1 h0=0 c0=0 K=0*4 R=0*4 mask=2",
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
