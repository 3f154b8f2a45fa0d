internal import CaseLab
internal import LSTMContract
internal import LSTMOracle
internal import Mutants
internal import Verification

/// One member of every graded family at every size, put to the same fresh cases by the step oracle alone.
///
/// The members of one trial share their cases, so that each is drawn and prepared once; trials share nothing. Laws are
/// left out: they cost several times as much as the oracle and can only add to what is noticed.
struct SensitivityTrial {
  /// A member and how it is tried.
  struct Member {
    /// The place of its row in the report.
    var row: Int
    var mutant: Mutant
    var budget: Int
    /// Whether it changes what the activation probe reads.
    var movesActivation: Bool
  }

  /// Cases with more multiplications are passed over.
  private static let mostProducts = 1_500_000

  let members: [Member]
  /// Decides the cases.
  let seed: UInt64

  /// What came of a member.
  struct Finding: Sendable {
    /// The number of cases after which it was noticed, or nil.
    var cases: Int?
    /// Whether a case before that lies outside of the class that the activation probe reads of it.
    var isSuspicious = false
  }

  /// What came of each member; nil where the deadline passed before that was known.
  func run(until deadline: Deadline = .never) -> [Finding]? {
    var found = [Finding](repeating: Finding(), count: members.count)
    let generator = CaseGenerator(seed: seed)
    let subjects = members.map { MutantBackend<Float>($0.mutant) }
    let faithful = MutantBackend<Float>(nil)
    let right = faithful.probedModel
    var probed: [ArithmeticModel] = []
    for member in members {
      if deadline.hasPassed { return nil }
      probed.append(member.movesActivation ? MutantBackend<Float>(member.mutant).probedModel : right)
    }
    for index in 0..<(members.map(\.budget).max() ?? 0) {
      let live = members.indices.filter { found[$0].cases == nil && index < members[$0].budget }
      guard !live.isEmpty else { break }
      if deadline.hasPassed { return nil }
      let plan = generator.plan(index: index)
      // Every member answers every case: the few very large ones would take most of the time.
      guard plan.products <= Self.mostProducts else { continue }
      let drawn: Case<Float> = generator.draw(plan)
      let oracle = Oracle(drawn.problem)
      let own = try? faithful.answer(drawn.problem)
      for place in live where !deadline.hasPassed {
        let answer = try? subjects[place].answer(drawn.problem)
        // The faithful body is never accused: `FaithfulReport` and the tests hold that. Its bits need no judge.
        if let answer, let own, answer.hasBits(of: own) { continue }
        guard let answer else {
          found[place].cases = index + 1
          continue
        }
        let verdict = ClassVerdict(oracle, answer, declared: subjects[place].model, probed: probed[place])
        if !verdict.declared.agrees { found[place].cases = index + 1 }
        if verdict.suspicion != nil { found[place].isSuspicious = true }
      }
    }
    return deadline.hasPassed ? nil : found
  }
}

extension LSTMAnswer {
  fileprivate func hasBits(of other: LSTMAnswer) -> Bool {
    AnswerPart.allCases.allSatisfy { part in self[part].elementsEqual(other[part]) { $0.bits == $1.bits } }
  }
}
