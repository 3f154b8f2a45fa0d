internal import CaseLab
internal import LSTMContract
internal import LSTMOracle
internal import Properties

/// Which laws a case is put to.
struct LawSelection: Sendable {
  var laws: [any Law]
  var callLaws: [any CallLaw]
  /// Decides every random choice of the laws.
  var draws: [UInt64]

  /// Every law, under several draws: what a replay applies.
  static func every(draws: [UInt64]) -> LawSelection {
    LawSelection(laws: Laws.all, callLaws: CallLaws.all, draws: draws)
  }

  /// The laws of one generated case, in rotation: the first of the laws of two problems that applies, and the first call
  /// law.
  ///
  /// A law that does not apply to the case, or has had its trials in this ledger, hands its turn to the next.
  static func rotating(at turn: Int, draw: UInt64) -> LawSelection {
    func rotated<Element>(_ all: [Element]) -> [Element] {
      let start = turn % all.count
      return Array(all[start...] + all[..<start])
    }
    return LawSelection(laws: rotated(Laws.all), callLaws: rotated(CallLaws.all), draws: [draw])
  }
}

/// One case on trial: every subject against the oracle, the reference against the oracle, the subjects against one
/// another, and the laws.
struct CaseTrial<Scalar: LSTMScalar> {
  let subjects: [(index: Int, name: String, backend: any LSTMBackend<Scalar>)]
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

  /// Judges the case, counts in the ledger, returns what failed.
  func run(
    _ problem: LSTMProblem<Scalar>, line: String, laws: LawSelection, ledger: inout Ledger, oracle: Oracle<Scalar>
  ) -> [CheckFailure] {
    var failures: [CheckFailure] = []
    var answers: [(name: String, model: ArithmeticModel, answer: LSTMAnswer<Scalar>)] = []
    let oracles = OracleShelf(problem, oracle)
    var known: OutlineTraits?
    func traits() -> OutlineTraits {
      let traits = known ?? OutlineTraits(ProblemOutline(problem), scalar: Scalar.kind)
      known = traits
      return traits
    }
    for (index, name, backend) in subjects {
      func fail(_ check: Check, _ detail: String, _ discrepancy: Discrepancy? = nil) {
        failures.append(
          CheckFailure(
            name, check, detail, discrepancy: discrepancy, problem: AnyLSTMProblem(problem), line: line))
      }
      if let refusal = backend.refusal(of: problem) {
        ledger.subjects[index].refuse(refusal, traits())
        continue
      }
      let answer: LSTMAnswer<Scalar>
      do {
        let start = ContinuousClock.now
        answer = try backend.answer(problem)
        ledger.subjects[index].seconds += (ContinuousClock.now - start) / .seconds(1)
      } catch let refusal as Refusal {
        ledger.subjects[index].refuse(refusal, traits())
        continue
      } catch {
        ledger.subjects[index].cases += 1
        ledger.subjects[index].broke += 1
        failures.append(
          CheckFailure(
            name, .answers, CheckFault("no answer: \(error)", reason: error), problem: AnyLSTMProblem(problem),
            line: line))
        continue
      }
      ledger.subjects[index].runtimes.insert(answer.runtime)
      if backend.isOutside { ledger.subjects[index].refusals.answer(traits()) }
      let verdict = ClassVerdict(oracle, answer, declared: backend.model, probed: probed[index])
      ledger.subjects[index].add(verdict) { line }
      let judgement = verdict.declared
      guard let first = judgement.first else {
        answers.append((name, backend.model, answer))
        if usesSecondTier, verdict.suspicion == nil {
          ledger.subjects[index].addSecondTier(oracle, answer, probed[index] ?? backend.model) { line }
        }
        let trial = LawTrial(backend: backend, problem: problem, original: answer, oracles: oracles)
        failures += apply(laws, trial, name, line, &ledger)
        continue
      }
      let more = judgement.discrepancies - 1
      fail(.oracle, "\(first)" + (more > 0 ? ", and \(more) more elements" : ""), first)
    }
    failures += compareAnswers(answers, problem, line, &ledger) { oracles.reference(for: problem, $0) }
    return failures
  }

  private func apply(
    _ selection: LawSelection, _ trial: LawTrial<Scalar>, _ name: String, _ line: String, _ ledger: inout Ledger
  ) -> [CheckFailure] {
    var failures: [CheckFailure] = []
    func count(_ law: String, _ check: Check, _ outcome: LawTrial<Scalar>.Outcome) -> Bool {
      if case .notApplicable = outcome { return false }
      ledger.laws[law, default: [:]][name, default: ComparisonRecord()].count(outcome)
      if case .refused = outcome { return false }
      if case .failed(let fault) = outcome {
        failures.append(
          CheckFailure(name, check, fault, problem: AnyLSTMProblem(trial.problem), line: line))
      }
      return true
    }
    func hasTurn(_ law: String) -> Bool {
      ledger.laws[law]?[name].map { $0.applied + $0.refused < trialsPerLaw } ?? true
    }
    func put(_ names: [String], _ check: (String) -> Check, _ outcome: (Int, UInt64) -> LawTrial<Scalar>.Outcome) {
      var applied = 0
      for (place, law) in names.enumerated() where applied < lawsPerSubject && hasTurn(law) {
        var wasApplied = false
        for draw in selection.draws where count(law, check(law), outcome(place, draw)) { wasApplied = true }
        if wasApplied { applied += 1 }
      }
    }
    let (laws, callLaws) = (selection.laws, selection.callLaws)
    put(laws.map(\.name), Check.law) { trial.apply(laws[$0], draw: $1) }
    put(callLaws.map(\.name), Check.call) { trial.apply(callLaws[$0], draw: $1) }
    return failures
  }

  private func compareAnswers(
    _ answers: [(name: String, model: ArithmeticModel, answer: LSTMAnswer<Scalar>)], _ problem: LSTMProblem<Scalar>,
    _ line: String, _ ledger: inout Ledger, _ reference: (ArithmeticModel) -> ReferenceAnswer
  ) -> [CheckFailure] {
    var failures: [CheckFailure] = []
    guard comparesSubjects, answers.count > 1 else { return [] }
    let references = answers.map { reference($0.model) }
    for (position, first) in answers.enumerated() {
      for (other, second) in answers.enumerated().dropFirst(position + 1) {
        let isLike = first.model == second.model
        let comparison = AnswerComparison(
          first.answer, { second.answer[$0].map { Double($0) } },
          slack: { isLike ? nil : references[other][$0].radius }, parts: second.answer.given, problem: problem,
          reference: references[position], radii: isLike ? 2 : 1, detail: "differs from \(second.name)")
        let outcome: LawTrial<Scalar>.Outcome =
          comparison.first.map { .failed(CheckFault("\($0)", $0)) } ?? .held(isDecidable: comparison.decidable > 0)
        ledger.pairs["\(first.name), \(second.name)", default: ComparisonRecord()].count(outcome)
        if let discrepancy = comparison.first {
          failures.append(
            CheckFailure(
              first.name, .agreement(with: second.name), "\(discrepancy)", discrepancy: discrepancy,
              problem: AnyLSTMProblem(problem), line: line))
        }
      }
    }
    return failures
  }
}

extension ComparisonRecord {
  fileprivate mutating func count<Scalar: LSTMScalar>(_ outcome: LawTrial<Scalar>.Outcome) {
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
