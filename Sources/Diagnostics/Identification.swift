public import LSTMContract

/// Which conventions a subject follows, found by probing, and whether an adapter that knows them makes it agree.
public struct Identification: Sendable, Codable {
  /// One thing that implementations do differently.
  public struct Setting: Sendable, Codable {
    /// Such as `gates`.
    public var name: String
    /// Such as `i,f,o,j`.
    public var value: String
    /// Whether the contract says the same.
    public var isStandard: Bool
  }

  /// The subject's name.
  public var subject: String
  /// The scalar type in which it was probed.
  public var scalar: ScalarKind
  /// Probes that it answered.
  public var probes: Int
  /// Probes that it answers as the contract does, without an adapter.
  public var right: Int
  /// What it does; empty where no convention, and no two, reproduce its answers.
  public var settings: [Setting]
  /// Other conventions that no probe tells from these.
  public var alternatives: [String]
  /// What an adapter has to do; nil where there is nothing to do, or nothing that undoes what was found.
  public var adapter: String?
  /// Probes that the subject answers as the contract does behind that adapter.
  public var rightAdapted: Int?
  /// Probes that were put to it behind that adapter and answered.
  public var probesAdapted: Int?

  /// Whether the subject's conventions are known.
  public var isKnown: Bool { !settings.isEmpty }

  /// Probes a subject.
  public init<Scalar: LSTMScalar>(_ name: String, _ backend: any LSTMBackend<Scalar>) {
    let diagnosis = Diagnosis(name, backend)
    subject = name
    scalar = Scalar.kind
    probes = diagnosis.probes
    right = diagnosis.probes - diagnosis.wrong
    alternatives = []
    settings = []
    guard diagnosis.wrong > 0 else {
      settings = Self.settings([])
      return
    }
    let found = diagnosis.explanations.map(\.hypothesis).filter { $0.mutant == nil }.map(\.conventions)
    guard let conventions = found.first else { return }
    settings = Self.settings(conventions)
    alternatives = found.dropFirst().map { Hypothesis($0).id }
    guard let adapter = Self.adapter(undoing: conventions, as: Scalar.self) else { return }
    let probes: ProbeSet<Scalar> = StandardProbes.set()
    let adapted = AdaptedBackend(subject: backend, adapter: adapter)
    let run = SubjectRun(adapted, designed: probes.designed, drawn: probes.drawn(for: adapted))
    self.adapter = "hand it what it expects: " + conventions.map(\.sentence).joined(separator: ", and ")
    probesAdapted = run.runs.count
    rightAdapted = run.runs.count { !$0.isWrong }
  }

  /// What undoes the conventions: no more than two others with which the reference answers bit for bit as without any.
  private static func adapter<Scalar: LSTMScalar>(
    undoing conventions: [Convention], as type: Scalar.Type
  ) -> Hypothesis? {
    let mistaken = HypothesisBackend<Scalar>(hypothesis: Hypothesis(conventions))
    let standard = HypothesisBackend<Scalar>(hypothesis: Hypothesis([]))
    let probes = DesignedProbes<Scalar>.all.map(\.problem)
    let expected = probes.map { try? standard.answer($0) }
    let candidates = Convention.all.map { Hypothesis([$0]) } + Hypothesis.conventionPairs
    return candidates.first { candidate in
      let adapted = AdaptedBackend(subject: mistaken, adapter: candidate)
      return zip(probes, expected).allSatisfy { problem, expected in
        guard let expected, let answer = try? adapted.answer(problem) else { return false }
        return AnswerPart.allCases.allSatisfy { part in
          zip(answer[part], expected[part]).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
        }
      }
    }
  }

  private static func settings(_ conventions: [Convention]) -> [Setting] {
    Convention.topics.map { topic in
      let said = conventions.filter { $0.topic == topic.name }
      return Setting(
        name: topic.name, value: said.isEmpty ? topic.standard : said.map(\.shortSentence).joined(separator: ", and "),
        isStandard: said.isEmpty)
    }
  }
}

extension Identification {
  /// For a person: a line for each setting, then what an adapter has to do.
  public var lines: [String] {
    guard isKnown else {
      return [
        "no convention, and no two, reproduce its answers to \(probes) probes, \(probes - right) of which are wrong; "
          + "lstm-verify diagnose says where it goes wrong"
      ]
    }
    let width = settings.map(\.name.count).max() ?? 0
    var lines = settings.map { setting in
      (setting.isStandard ? "  " : "* ") + setting.name + String(repeating: " ", count: width - setting.name.count + 2)
        + setting.value
    }
    if !alternatives.isEmpty { lines.append("no probe tells this from: " + alternatives.joined(separator: ", ")) }
    if right == probes {
      lines.append("no adapter is needed: \(right) of \(probes) probes are answered as the equations say")
    } else if let adapter, let rightAdapted, let probesAdapted {
      lines.append("adapter: \(adapter)")
      lines.append(
        "behind it \(rightAdapted) of \(probesAdapted) probes are answered as the equations say, without it \(right) of \(probes)"
      )
    } else {
      lines.append("no adapter undoes this: what the subject does loses something that the equations need")
    }
    return lines
  }
}

/// A hypothesis as a backend.
private struct HypothesisBackend<Scalar: LSTMScalar>: LSTMBackend {
  let hypothesis: Hypothesis

  var name: String { "hypothesis" }
  var model: ArithmeticModel { ArithmeticModel(scalar: Scalar.kind) }

  func run(_ problem: LSTMProblem<Scalar>, into answer: inout LSTMAnswer<Scalar>) throws {
    answer = hypothesis.answer(problem, asked: hypothesis.asked(problem))
  }
}

extension Convention {
  /// The things that implementations do differently, with what the contract says.
  fileprivate static let topics: [(name: String, standard: String)] = [
    ("gates", "i,f,j,o"), ("kernels and bias", "[I, 4H], [H, 4H] and one bias"), ("states", "h, then c"),
    ("sequence", "processing order in the layout of the input (E11)"),
    ("mask", "true counts, reversed with the input (E8 to E10)"), ("activations", "as asked"),
  ]

  fileprivate var topic: String {
    switch self {
    case .gateOrder: "gates"
    case .parameters: "kernels and bias"
    case .states: "states"
    case .sequence: "sequence"
    case .masks: "mask"
    case .activations: "activations"
    }
  }

  /// For a table.
  fileprivate var shortSentence: String {
    guard case .gateOrder(let order) = self else { return sentence }
    return order.map(\.description).joined(separator: ",")
  }
}
