internal import LSTMContract
internal import LSTMOracle

/// One case on trial: every subject against the oracle, the subjects against one another, and the laws.
struct CaseTrial<Scalar: LSTMScalar> {
  let subjects: [SubjectOnTrial<Scalar>]
  /// By the index of a subject, the tighter model that its sampled answers suggest, where there is one.
  var probed: [Int: ArithmeticModel] = [:]
  /// How many applicable laws of each kind each subject is put to at most.
  let lawsPerSubject: Int
  /// How often a law is applied to a subject at most, in one ledger.
  var trialsPerLaw = Int.max
  /// Whether answers that the oracle accepts are also judged by the second tier (R24).
  var usesSecondTier = false
  /// Whether the answers of the subjects are compared with one another.
  var comparesSubjects = true
  /// Whether the problem is asked again before each law, so that a law which fails by what the call before it left
  /// behind fails whichever laws came before.
  var asksAnew = false

  /// Judges the case, counts in the ledger, returns what failed.
  func run(
    _ problem: LSTMProblem<Scalar>, line: String, laws: LawSelection, ledger: inout Ledger, oracle: Oracle<Scalar>
  ) -> [CheckFailure] {
    var run = CaseRun(trial: self, problem: problem, line: line, oracle: oracle)
    for subject in subjects { run.judge(subject, laws, &ledger) }
    if comparesSubjects { run.comparePairs(&ledger) }
    return run.failures
  }
}

/// A case while it is on trial.
private struct CaseRun<Scalar: LSTMScalar> {
  let trial: CaseTrial<Scalar>
  let problem: LSTMProblem<Scalar>
  let line: String
  let oracle: Oracle<Scalar>
  var failures: [CheckFailure] = []
  /// The answers that the oracle accepts.
  private var answers: [(subject: SubjectOnTrial<Scalar>, answer: LSTMAnswer<Scalar>)] = []
  private let oracles: OracleShelf<Scalar>
  private lazy var traits = OutlineTraits(ProblemOutline(problem), scalar: Scalar.kind)

  init(trial: CaseTrial<Scalar>, problem: LSTMProblem<Scalar>, line: String, oracle: Oracle<Scalar>) {
    self.trial = trial
    self.problem = problem
    self.line = line
    self.oracle = oracle
    oracles = OracleShelf(problem, oracle)
  }

  private mutating func fail(_ subject: SubjectID, _ check: any SubjectCheck, _ fault: CheckFault) {
    failures.append(
      CheckFailure(of: subject, question: check, fault: fault, problem: AnyLSTMProblem(problem), line: line))
  }

  /// Asks a subject, judges its answer, and puts it to laws where it is right.
  mutating func judge(_ subject: SubjectOnTrial<Scalar>, _ laws: LawSelection, _ ledger: inout Ledger) {
    let (index, backend) = (subject.id.index, subject.backend)
    guard let answer = answer(of: subject, &ledger) else { return }
    ledger.subjects[index].runtimes.insert(answer.runtime)
    if backend.isOutside { ledger.subjects[index].refusals.answer(traits) }
    let probed = trial.probed[index]
    let verdict = ClassVerdict(oracle, answer, declared: backend.model, probed: probed)
    ledger.subjects[index].add(verdict) { line }
    if case .failed(let fault) = OracleCheck.outcome(of: verdict.declared) {
      return fail(subject.id, OracleCheck(), fault)
    }
    answers.append((subject, answer))
    if trial.usesSecondTier, verdict.suspicion == nil {
      ledger.subjects[index].addSecondTier(oracle, answer, probed ?? backend.model) { line }
    }
    let answered = AnsweredProblem(backend: backend, problem: problem, answer: answer, oracles: oracles)
    for kind in laws.checks { apply(kind, to: answered, of: subject.id, &ledger) }
  }

  /// Nil where the subject refuses the problem or gives no answer, which is counted.
  private mutating func answer(
    of subject: SubjectOnTrial<Scalar>, _ ledger: inout Ledger
  ) -> LSTMAnswer<Scalar>? {
    let index = subject.id.index
    do {
      if let refusal = subject.backend.refusal(of: problem) { throw refusal }
      let start = ContinuousClock.now
      let answer = try subject.backend.answer(problem)
      ledger.subjects[index].seconds += (ContinuousClock.now - start) / .seconds(1)
      return answer
    } catch let refusal as Refusal {
      ledger.subjects[index].refuse(refusal, traits)
    } catch {
      ledger.subjects[index].cases += 1
      ledger.subjects[index].broke += 1
      fail(subject.id, AnswersCheck(), CheckFault("no answer: \(error)", reason: error))
    }
    return nil
  }

  /// Puts the answer to the first laws of one kind that apply and have a turn left.
  private mutating func apply(
    _ laws: [LazyCheck], to answered: AnsweredProblem<Scalar>, of subject: SubjectID, _ ledger: inout Ledger
  ) {
    var applied = 0
    for law in laws where applied < trial.lawsPerSubject {
      let record = ledger.laws[law.name]?[subject]
      guard record.map({ $0.applied + $0.refused < trial.trialsPerLaw }) ?? true else { continue }
      var wasApplied = false
      for draw in law.draws {
        let check = law.check(draw)
        let outcome = check.outcome(on: trial.asksAnew ? answered.anew() : answered)
        if case .notApplicable = outcome { continue }
        ledger.laws[law.name, default: [:]][subject, default: ComparisonRecord()].count(outcome)
        if case .refused = outcome { continue }
        if case .failed(let fault) = outcome { fail(subject, check, fault) }
        wasApplied = true
      }
      if wasApplied { applied += 1 }
    }
  }

  /// Compares every two answers that the oracle accepts.
  mutating func comparePairs(_ ledger: inout Ledger) {
    for (position, first) in answers.enumerated() {
      for second in answers.dropFirst(position + 1) {
        let check = AgreementCheck(other: second.subject.id)
        let answered = AnsweredProblem(
          backend: first.subject.backend, problem: problem, answer: first.answer, oracles: oracles,
          other: { _ in (second.subject.backend.model, second.answer) })
        let outcome = check.outcome(on: answered)
        ledger.pairs[SubjectPair(first.subject.id, second.subject.id), default: ComparisonRecord()].count(outcome)
        if case .failed(let fault) = outcome { fail(first.subject.id, check, fault) }
      }
    }
  }
}

extension ComparisonRecord {
  fileprivate mutating func count(_ outcome: CheckOutcome) {
    switch outcome {
    case .notApplicable: return
    case .refused:
      refused += 1
      return
    case .held(let isDecidable):
      if isDecidable { decidable += 1 } else { vacuous += 1 }
    case .failed:
      decidable += 1
      failed += 1
    }
    applied += 1
  }
}
