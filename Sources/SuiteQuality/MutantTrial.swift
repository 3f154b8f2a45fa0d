internal import CaseLab
public import LSTMContract
internal import Mutants
internal import Verification

/// What became of one mutant.
public struct MutantRecord: Sendable, Codable {
  /// Its id.
  public var id: String
  /// What is wrong with it, in one sentence.
  public var sentence: String
  /// What kind of fault it is.
  public var mutantClass: String
  /// The real bug that it re-enacts, or `systematic`.
  public var origin: String
  /// Whether it was seen, or is proven to be none of the suite's business.
  public var verdict: MutantVerdict
  /// The check that saw it, or nil.
  public var killedBy: String?
  /// How many cases were drawn until then, or in all.
  public var cases: Int
  /// Cases inside the declared class and outside the probed one. Of a mutant that falls within the first sixteen cases
  /// none is counted.
  public var suspicious = 0
  /// The first of them, with the element.
  public var firstSuspicious: String?
  /// T, B, I and H of the shrunk counterexample.
  public var shape: LSTMShape?
  /// The line of the shrunk counterexample.
  public var line: String?
  /// The share of the counterexample's values that are 0 or a power of two of either sign.
  public var simpleShare: Double?
  /// Seconds spent in shrinking.
  public var shrinkSeconds: Double?
  /// Seconds, shrinking included.
  public var seconds: Double
}

/// Draws cases for one mutant until a check fails.
struct MutantTrial {
  private static let blockSize = 16
  /// The most cases for a mutant that is proven legal or equivalent: a search that only tests the proof.
  static let budgetOfProven = 500

  let mutant: Mutant
  let budget: Int
  let seed: UInt64
  let scalars: [ScalarKind]

  /// What became of the mutant; nil where the deadline passed before that was known.
  func record(until deadline: Deadline = .never) -> MutantRecord? {
    let start = ContinuousClock.now
    let subject = LSTMSubject(
      name: "mutant:\(mutant.rawValue)", float: MutantBackend<Float>(mutant), double: MutantBackend<Double>(mutant))
    let standing = mutant.standing(in: scalars)
    let budget = standing == .undetermined ? budget : min(budget, Self.budgetOfProven)
    let configuration = CampaignConfiguration(
      cases: budget, seed: seed, scalars: scalars, examinesCases: false)
    var record = MutantRecord(
      id: mutant.rawValue, sentence: mutant.sentence, mutantClass: mutant.mutantClass.rawValue,
      origin: "\(mutant.origin)", verdict: MutantVerdict(wasSeen: false, standing: standing), cases: budget, seconds: 0)
    // What falls at once needs no second class.
    var judged = subject
    for from in stride(from: 0, to: budget, by: Self.blockSize) {
      if deadline.hasPassed { return nil }
      if from == Self.blockSize {
        judged = subject.judgedAsProbed()
        note(CaseBlock(configuration, [judged], 0..<from).judged(), in: &record)
      }
      let block = CaseBlock(configuration, [judged], from..<min(from + Self.blockSize, budget)).judged()
      note(block, in: &record)
      guard let (index, failure) = block.failures.first else { continue }
      let entry = FailureTally.Entry(index: index, failure: failure, count: 1)
      let draws = [lawDraw(seed: seed, index: index)] + Replay.draws
      let counterexample = entry.counterexample(subjects: [subject], draws: draws, corpus: nil).counterexample
      record.verdict = MutantVerdict(wasSeen: true, standing: standing)
      record.killedBy = "\(failure.check)"
      record.cases = index + 1
      record.shape = counterexample.shape
      record.line = counterexample.line
      record.simpleShare = counterexample.simpleShare
      record.shrinkSeconds = counterexample.seconds
      break
    }
    record.seconds = (ContinuousClock.now - start) / .seconds(1)
    return record
  }

  private func note(_ block: JudgedBlock, in record: inout MutantRecord) {
    for subject in block.ledger.subjects {
      record.suspicious += subject.suspicious
      record.firstSuspicious = record.firstSuspicious ?? subject.firstSuspicious
    }
  }
}
