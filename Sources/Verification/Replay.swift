internal import CaseLab
public import LSTMContract
internal import LSTMOracle

/// One case put to every check, outside any campaign.
public struct Replay: Sendable {
  /// The draws under which a replay applies each law.
  static let draws: [UInt64] = [0, 1, 2, 3]

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

  /// The draw of the campaign that generated this case.
  public static func draw(seed: UInt64, index: Int) -> UInt64 { lawDraw(seed: seed, index: index) }

  private static func run<Scalar: LSTMScalar>(
    _ problem: LSTMProblem<Scalar>, _ name: String, _ subjects: [LSTMSubject], _ laws: LawSelection,
    _ ledger: inout Ledger
  ) -> [CheckFailure] {
    let trial = CaseTrial<Scalar>(subjects: subjects.backends(), lawsPerSubject: .max)
    return trial.run(problem, line: name, laws: laws, ledger: &ledger, oracle: Oracle(problem))
  }
}
