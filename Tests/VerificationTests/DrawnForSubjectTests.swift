import CaseLab
import Catalog
import LSTMContract
import NaiveBackend
import Testing

@testable import Verification

@Suite struct DrawnForSubjectTests {
  private static func report(
    _ backend: some LSTMBackend<Float>, cases: Int, threads: Int = 1
  ) async throws -> CampaignReport {
    let configuration = CampaignConfiguration(cases: cases, threads: threads, examinesCases: false)
    return try await Campaign(configuration, subjects: [LSTMSubject(backend)]).run()
  }

  @Test func whatAnIdentityRefusesIsPassedOverAndNotCounted() async throws {
    let report = try await Self.report(Streaming(says: .byIdentity), cases: 40)
    let subject = report.ledger.subjects[0]
    #expect(report.ledger.cases == 40 && subject.agrees == 40 && subject.refused == 0)
    #expect(report.ledger.looked > 400)
    #expect(subject.refusals.passedOver.values.reduce(0, +) == report.ledger.looked - 40)
    #expect(report.text().contains("40 cases asked of \(report.ledger.looked.grouped) looked at"))
    #expect(try report.jsonText.contains("passedOver"))
  }

  @Test func sizesOfASubjectAreThoseOfTheDraw() async throws {
    let report = try await Self.report(Compiled(), cases: 24)
    #expect(report.ledger.cases == 24 && report.ledger.subjects[0].agrees == 24)
    #expect(report.ledger.looked == 24)
    #expect(report.configuration.fixed == FixedSizes(inputSize: 1, units: 20))
  }

  @Test(arguments: [Streaming.Manner.namingIt, .vaguely])
  func whatIsRefusedAtRunTimeIsLearnt(manner: Streaming.Manner) async throws {
    let report = try await Self.report(Streaming(says: manner, refusesOnly: ["mask", "time_major"]), cases: 400)
    let subject = report.ledger.subjects[0]
    #expect(report.ledger.cases == 400)
    #expect(subject.agrees > 200, "\(report.refusalLines)")
    #expect(!subject.refusals.passedOver.isEmpty && !subject.refusals.asked.isEmpty)
  }

  @Test func whatIsLearntDoesNotDependOnTheThreads() async throws {
    var ledgers: [Ledger] = []
    for threads in [1, 2, 5] {
      var ledger = try await Self.report(
        Streaming(says: .namingIt, refusesOnly: ["mask", "go_backwards"]), cases: 160, threads: threads
      ).ledger
      for index in ledger.subjects.indices { ledger.subjects[index].seconds = 0 }
      ledgers.append(ledger)
    }
    #expect(try ledgers[0].sortedJSON == ledgers[1].sortedJSON)
    #expect(try ledgers[0].sortedJSON == ledgers[2].sortedJSON)
  }

  @Test func oneHundredIndicesAreLookedAtForACaseAtMost() async throws {
    let report = try await Self.report(Streaming(says: .byIdentity, refusesOnly: ["activation:sigmoid"]), cases: 3)
    #expect(report.ledger.looked <= 300)
    let nothing = try await Self.report(Never(), cases: 3)
    #expect(nothing.ledger.looked == 300 && nothing.ledger.cases == 0)
    #expect(nothing.outcome == .suiteFailed)
  }

  @Test func theCasesOfPartsAreThoseOfTheWhole() async throws {
    func ledger(_ part: Range<Int>?) async throws -> Ledger {
      var configuration = CampaignConfiguration(cases: 90)
      configuration.part = part
      return try await Campaign(configuration, subjects: [Catalog.backends[0]]).run().ledger
    }
    var joined = try await ledger(0..<37)
    joined.merge(try await ledger(37..<90))
    let whole = try await ledger(nil)
    #expect(joined.cases == 90 && joined.labels == whole.labels)
    #expect(joined.subjects[0].compared == whole.subjects[0].compared)
  }

  @Test(arguments: [true, false])
  func blocksAreMadeAsTheyAreNeeded(isOutside: Bool) {
    let configuration = CampaignConfiguration(cases: 100_000_000_000)
    let subjects = isOutside ? [LSTMSubject(Streaming(says: .byIdentity))] : [Catalog.backends[0]]
    var planner = CasePlanner(configuration, subjects, CaseGenerator(seed: configuration.seed))
    var asked: [Int] = []
    for _ in 0..<6 { asked += planner.block(mustEnd: { false })?.indices ?? [] }
    #expect(asked.count >= 63 && asked == asked.sorted() && Set(asked).count == asked.count)
    #expect(planner.block(mustEnd: { true }).map { $0.looked <= 64 } ?? false)
  }

  @Test func aReasonGivenForEverythingTeachesNothing() throws {
    var record = RefusalRecord()
    for units in 1..<40 {
      let shape = try LSTMShape(timeSteps: units % 3, batch: units % 4, inputSize: 1 + units % 2, units: 1 + units % 5)
      let activations = Activation.allCases
      let options = LSTMOptions(
        tanhActivation: activations[units % activations.count],
        sigmoidActivation: activations[(units / 2) % activations.count])
      record.refuse("unsupported", OutlineTraits(ProblemOutline(shape: shape, options: options), scalar: .float))
    }
    #expect(record.lessons.isEmpty)
  }

  @Test func aReasonThatOneAnswerContradictsTeachesNothing() throws {
    let shape = try LSTMShape(timeSteps: 2, batch: 1, inputSize: 1, units: 1)
    let plain = OutlineTraits(ProblemOutline(shape: shape), scalar: .float)
    let masked = OutlineTraits(ProblemOutline(shape: shape, mask: .lengths(hasEmptyRow: false)), scalar: .float)
    var record = RefusalRecord()
    for _ in 0..<5 { record.refuse("no mask of 17 steps, please", masked) }
    #expect(record.asked.keys.contains("no mask of # steps, please"))
    #expect((0..<64).contains { record.lessons.refusal(of: masked, at: $0) != nil })
    #expect(record.lessons.refusal(of: plain, at: 1) == nil)
    record.answer(masked)
    #expect(!(0..<64).contains { record.lessons.refusal(of: masked, at: $0) != nil })
  }
}

/// A right implementation that refuses most options, as an ordinary streaming library does.
struct Streaming: LSTMBackend {
  enum Manner: Sendable { case byIdentity, namingIt, vaguely }

  var says: Manner
  var refusesOnly: Set<String> = ["mask", "time_major", "go_backwards", "no_steps", "no_rows", "no_bias"]

  var name: String { "streaming" }
  var model: ArithmeticModel { ArithmeticModel(scalar: .float) }

  private func refused(_ outline: ProblemOutline) -> String? { outline.features.first(where: refusesOnly.contains) }

  func refusal(of outline: ProblemOutline) -> Refusal? {
    says == .byIdentity ? refused(outline).map { Refusal("does not support \($0)") } : nil
  }

  func refusal(of problem: LSTMProblem<Float>) -> Refusal? { refusal(of: ProblemOutline(problem)) }

  func run(_ problem: LSTMProblem<Float>, into answer: inout LSTMAnswer<Float>) throws {
    if let feature = refused(ProblemOutline(problem)) {
      throw Refusal(says == .namingIt ? "this library has no \(feature)" : "unsupported")
    }
    NaiveBackend<Float>().run(problem, into: &answer)
  }
}

/// Refuses every problem, as can be told beforehand.
private struct Never: LSTMBackend {
  var name: String { "never" }
  var model: ArithmeticModel { ArithmeticModel(scalar: .float) }
  func refusal(of outline: ProblemOutline) -> Refusal? { Refusal("never") }
  func refusal(of problem: LSTMProblem<Float>) -> Refusal? { Refusal("never") }
  func run(_ problem: LSTMProblem<Float>, into answer: inout LSTMAnswer<Float>) throws {}
}

/// A right implementation whose sizes are compiled in.
private struct Compiled: LSTMBackend {
  var name: String { "compiled" }
  var model: ArithmeticModel { ArithmeticModel(scalar: .float) }
  var sizes: FixedSizes { FixedSizes(inputSize: 1, units: 20) }
  func refusal(of outline: ProblemOutline) -> Refusal? { sizes.admits(outline.shape) ? nil : Refusal("sizes") }
  func refusal(of problem: LSTMProblem<Float>) -> Refusal? { refusal(of: ProblemOutline(problem)) }
  func run(_ problem: LSTMProblem<Float>, into answer: inout LSTMAnswer<Float>) throws {
    NaiveBackend<Float>().run(problem, into: &answer)
  }
}
