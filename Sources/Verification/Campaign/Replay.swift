internal import CaseLab
public import LSTMContract
internal import LSTMOracle

/// One case put to every check, outside any campaign.
public struct Replay: Sendable {
  /// The draws under which a replay applies each law: with these a shrunk failure must come again.
  package static let draws: [UInt64] = [0, 1, 2, 3]

  /// What was counted.
  public let ledger: Ledger
  /// What failed.
  public let failures: [CheckFailure]

  /// Puts the problem to every check of every subject that offers its scalar type.
  ///
  /// - Parameters:
  ///   - name: the case's line or file, as failures report it.
  ///   - draw: the draw of the campaign that found the case, where there is one.
  public init(
    _ problem: AnyLSTMProblem, name: String, subjects: [LSTMSubject], draw: UInt64? = nil
  ) {
    var ledger = emptyLedger(subjects: subjects, reference: nil, model: nil)
    ledger.cases = 1
    let laws = LawSelection.every(draws: (draw.map { [$0] } ?? []) + Self.draws)
    switch problem {
    case .float(let problem): failures = Self.run(problem, name, subjects, laws, &ledger)
    case .double(let problem): failures = Self.run(problem, name, subjects, laws, &ledger)
    }
    self.ledger = ledger
  }

  /// Puts two calls to every subject that offers their scalar type, one after the other and with no other between, and
  /// judges the second: by the step oracle, and by the bits of a third call.
  ///
  /// - Parameters:
  ///   - earlier: what is asked first.
  ///   - problem: what is asked then; of the same scalar type.
  ///   - name: the case's line or file, as failures report it.
  public init(_ problem: AnyLSTMProblem, after earlier: AnyLSTMProblem, name: String, subjects: [LSTMSubject]) {
    var ledger = emptyLedger(subjects: subjects, reference: nil, model: nil)
    ledger.cases = 1
    switch (earlier, problem) {
    case (.float(let earlier), .float(let later)): failures = Self.run(earlier, later, name, subjects, &ledger)
    case (.double(let earlier), .double(let later)): failures = Self.run(earlier, later, name, subjects, &ledger)
    default:
      failures = subjects.indices.map {
        CheckFailure(
          of: subjects.id(at: $0), question: SecondCallCheck(earlier: earlier),
          fault: CheckFault("two calls in different scalar types, expected one type"), problem: problem, line: name)
      }
    }
    self.ledger = ledger
  }

  /// Puts a given case to every check: with the call before it, where its file says that one matters.
  public init(_ given: GivenCase, subjects: [LSTMSubject]) {
    if let earlier = given.earlier {
      self.init(given.problem, after: earlier, name: given.name, subjects: subjects)
    } else {
      self.init(given.problem, name: given.name, subjects: subjects, draw: given.draw)
    }
  }

  /// The subjects that were not judged: they declined the case.
  public var unjudged: [String] { ledger.subjects.filter { $0.judged == 0 && $0.broke == 0 }.map(\.name) }

  /// The answers inside the declared class and outside the probed one, a line each.
  public var suspicions: [String] {
    ledger.subjects.compactMap { record in record.firstSuspicious.map { "\(record.name): \($0)" } }
  }

  /// The draw of the campaign that generated this case.
  public static func draw(seed: UInt64, index: Int) -> UInt64 { lawDraw(seed: seed, index: index) }

  private static func run<Scalar: LSTMScalar>(
    _ problem: LSTMProblem<Scalar>, _ name: String, _ subjects: [LSTMSubject], _ laws: LawSelection,
    _ ledger: inout Ledger
  ) -> [CheckFailure] {
    let trial = CaseTrial<Scalar>(
      subjects: subjects.onTrial(), probed: subjects.probedModels(Scalar.kind), lawsPerSubject: .max, asksAnew: true)
    return trial.run(problem, line: name, laws: laws, ledger: &ledger, oracle: Oracle(problem))
  }

  private static func run<Scalar: LSTMScalar>(
    _ earlier: LSTMProblem<Scalar>, _ later: LSTMProblem<Scalar>, _ name: String, _ subjects: [LSTMSubject],
    _ ledger: inout Ledger
  ) -> [CheckFailure] {
    var failures: [CheckFailure] = []
    for subject in subjects.onTrial(in: Scalar.self) {
      let index = subject.id.index
      ledger.subjects[index].cases += 1
      switch PairProbe(backend: subject.backend).outcome(earlier: earlier, later: later) {
      case .refused: ledger.subjects[index].refused += 1
      case .held: ledger.subjects[index].agrees += 1
      case .failed(let fault):
        if fault.noAnswer == nil { ledger.subjects[index].disagrees += 1 } else { ledger.subjects[index].broke += 1 }
        let check: any SubjectCheck =
          fault.noAnswer == nil ? SecondCallCheck(earlier: AnyLSTMProblem(earlier)) : AnswersCheck()
        failures.append(
          CheckFailure(of: subject.id, question: check, fault: fault, problem: AnyLSTMProblem(later), line: name))
      }
    }
    return failures
  }
}
