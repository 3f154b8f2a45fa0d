import Catalog
import LSTMContract
import Mutants
import Testing

@testable import Verification

@Suite struct ActivationClassTests {
  @Test(arguments: Catalog.backends.map(\.name))
  func theProbedClassIsNeverWiderThanTheDeclaredOne(name: String) throws {
    let subject = try #require(Catalog.backends.first { $0.name == name })
    let judged = subject.judgedAsProbed()
    #expect(judged.remarks.count == 2 && judged.cautions.isEmpty)
    for scalar in ScalarKind.allCases {
      let declared = try #require(subject.model(scalar))
      #expect(judged.model(scalar) == declared)
      let probed = try #require(judged.probedModel(scalar))
      for (old, new) in [(declared.sigmoid, probed.sigmoid), (declared.tanh, probed.tanh)] {
        // Both functions are at most 1, so this is the widest that the class allows.
        #expect(new.relative + new.absolute <= old.absolute)
      }
      #expect(probed.tanh != declared.tanh)
    }
  }

  @Test func whoErrsMoreThanDeclaredIsNotExcused() throws {
    let mutant = try #require(Mutant(rawValue: "tanh-moved-1e-5"))
    let subject = LSTMSubject(name: "moved", float: MutantBackend<Float>(mutant), double: nil)
    let judged = subject.judgedAsProbed()
    #expect(judged.model(.float) == subject.model(.float))
    // Nothing is tightened: the output gate is read through the same tanh.
    #expect(judged.probedModel(.float) == nil)
    #expect(judged.cautions.contains { $0.description.hasPrefix("float: tanh is an approximation: off by 1") })
  }

  @Test func whoCannotBeProbedIsJudgedAsDeclared() {
    let subject = LSTMSubject(name: "refuses", float: RefusesAll(), double: nil).judgedAsProbed()
    #expect(subject.model(.float) == ArithmeticModel(scalar: .float) && subject.probedModel(.float) == nil)
    #expect(subject.remarks == ["float: not probed, judged as declared"])
  }

  @Test func theClassAskedForIsTheOneUsed() throws {
    let subject = LSTMSubject(name: "body", float: MutantBackend<Float>(nil), double: nil).judged(activationUnits: 3)
    #expect(subject.model(.float) == ArithmeticModel(scalar: .float, activationUnits: 3))
  }

  @Test func theReportSaysHowASubjectIsJudged() throws {
    let subject = LSTMSubject(MutantBackend<Float>(nil)).judgedAsProbed()
    let report = try Campaign(CampaignConfiguration(cases: 40, scalars: [.float]), subjects: [subject])
      .runWithoutReference()
    #expect(report.text().contains("mutant:none: float: probed sigmoid"))
  }
}

private struct RefusesAll: LSTMBackend {
  let name = "refuses"
  let model = ArithmeticModel(scalar: .float)

  func refusal(of problem: LSTMProblem<Float>) -> Refusal? { Refusal("everything") }

  func run(_ problem: LSTMProblem<Float>, into answer: inout LSTMAnswer<Float>) throws {}
}
