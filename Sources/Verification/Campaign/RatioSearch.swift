internal import CaseLab
public import LSTMContract
internal import LSTMOracle

/// How far a search could raise |error| / radius of one subject in one scalar type.
public struct TargetedRecord: Sendable, Codable {
  /// The subject's name.
  public var subject: String
  /// The scalar type.
  public var scalar: ScalarKind
  /// Problems that were tried.
  public var tried: Int
  /// The largest ratio among the small drawn cases that the search started from.
  public var plain: Double
  /// The largest ratio that was reached; above 1 the subject is wrong.
  public var targeted: Double
  /// The line of the case that reached it.
  public var line: String
  /// What the oracle says where the ratio is above 1.
  public var detail: String?
}

/// Hill climbing on |error| / radius: small cases are changed a little again and again, and what raises the ratio is
/// kept. What drawing leaves to chance, the search looks for.
///
/// Deterministic: it depends on the seed and on the subject's bits alone.
struct RatioSearch<Scalar: LSTMScalar> {
  let name: String
  let backend: any LSTMBackend<Scalar>
  let seed: UInt64
  /// How many problems may be tried.
  let budget: Int
  /// When the search ends with the best problem found so far.
  var deadline = Deadline.never

  /// Small cases, so that the line of the best one can be read and pasted.
  private static var mostValues: Int { 120 }
  private static var starts: Int { 8 }

  private struct Candidate {
    var problem: LSTMProblem<Scalar>
    var ratio: Double
    var detail: String?
  }

  func record() -> TargetedRecord? {
    var tried = 0
    var pool = starts(&tried)
    guard let plain = pool.first?.ratio else { return nil }
    var turn = 0
    while tried < budget, !deadline.hasPassed {
      let random = CounterRandom(seed: seed, case: UInt64(turn)).stream(77)
      let place = random.below(pool.count, at: 0)
      if let changed = changed(pool[place].problem, random), let next = candidate(changed) {
        if next.ratio > pool[place].ratio { pool[place] = next }
      }
      tried += 1
      turn += 1
      // Half-way, only the best go on.
      if tried == budget / 2 { pool = Array(pool.sorted { $0.ratio > $1.ratio }.prefix(3)) }
    }
    guard let best = pool.max(by: { $0.ratio < $1.ratio }) else { return nil }
    return TargetedRecord(
      subject: name, scalar: Scalar.kind, tried: tried, plain: plain, targeted: best.ratio,
      line: Case(problem: best.problem, origin: .explicit).line, detail: best.detail)
  }

  /// The best of the small finite cases of the seed, by falling ratio.
  private func starts(_ tried: inout Int) -> [Candidate] {
    var found: [Candidate] = []
    var index = 0
    let generator = CaseGenerator(seed: seed, sizes: .small)
    while tried < budget / 4, index < budget * 8, !deadline.hasPassed {
      let plan = generator.plan(index: index)
      index += 1
      guard plan.shape.timeSteps > 0, plan.shape.batch > 0 else { continue }
      let problem = (generator.draw(plan) as Case<Scalar>).problem
      guard problem.values <= Self.mostValues, let candidate = candidate(problem)
      else { continue }
      tried += 1
      found.append(candidate)
    }
    return Array(found.sorted { $0.ratio > $1.ratio }.prefix(Self.starts))
  }

  private func candidate(_ problem: LSTMProblem<Scalar>) -> Candidate? {
    guard backend.refusal(of: problem) == nil, let answer = try? backend.answer(problem) else { return nil }
    let judgement = Oracle(problem).judge(answer, model: backend.model)
    if let first = judgement.first {
      let ratio = first.radius > 0 ? abs(first.actual - first.expected) / first.radius : .infinity
      // Whatever is rejected counts as above 1, also where bits differ or no cell state explains h.
      return Candidate(
        problem: problem, ratio: max(1.0.nextUp, ratio.isNaN ? .infinity : ratio), detail: "\(first)")
    }
    return judgement.largestRatio.map { Candidate(problem: problem, ratio: $0.value) }
  }

  /// One value, or a few, moved: by units in the last place, by a factor, in sign, or to another element's value.
  private func changed(_ problem: LSTMProblem<Scalar>, _ random: CounterRandom) -> LSTMProblem<Scalar>? {
    let present = problem.arrays.filter { !$0.tensor.elements.isEmpty }
    let (name, drawn) = present[random.below(present.count, at: 1)]
    var array = drawn
    for turn in 0...random.below(3, at: 2) {
      let place = random.below(array.elements.count, at: 3, turn)
      let old = array[place]
      let factor = Scalar(1 + random.signed(5, turn) / Double(1 << random.below(20, at: 6, turn)))
      let value: Scalar =
        switch random.below(6, at: 4, turn) {
        case 0: old.nextUp
        case 1: old.nextDown
        case 2: -old
        case 3: array[random.below(array.elements.count, at: 7, turn)]
        case 4: old == 0 ? Scalar(random.signed(8, turn)) : 0
        default: old * factor
        }
      // The search is for rounding errors, not for overflow.
      guard value.isFinite, abs(value) < 0x1p20 else { return nil }
      array[place] = value
    }
    return try? problem.replacing(name, with: array)
  }
}

extension LSTMProblem {
  fileprivate var values: Int { arrays.reduce(0) { $0 + $1.tensor.elements.count } }
}

/// The targeted search over every subject and scalar type.
public enum TargetedSearch {
  /// One record for each subject and scalar type, in order.
  ///
  /// - Parameters:
  ///   - budget: problems for each of them.
  ///   - threads: how many searches run at once; the result does not depend on it.
  ///   - deadline: when every search ends with the best problem found so far.
  public static func run(
    _ subjects: [LSTMSubject], scalars: [ScalarKind], seed: UInt64, budget: Int, threads: Int,
    deadline: Deadline = .never
  ) async -> [TargetedRecord] {
    let searches = subjects.flatMap { subject in scalars.map { (subject, $0) } }
    return await withTaskGroup(of: (Int, TargetedRecord?).self) { group in
      var waiting = searches.enumerated().makeIterator()
      func start() {
        guard let (place, (subject, scalar)) = waiting.next() else { return }
        group.addTask {
          switch scalar {
          case .float: (place, search(subject, Float.self, seed, budget, deadline))
          case .double: (place, search(subject, Double.self, seed, budget, deadline))
          }
        }
      }
      for _ in 0..<max(1, threads) { start() }
      var records: [(Int, TargetedRecord)] = []
      for await (place, record) in group {
        if let record { records.append((place, record)) }
        start()
      }
      return records.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  private static func search<Scalar: LSTMScalar>(
    _ subject: LSTMSubject, _ type: Scalar.Type, _ seed: UInt64, _ budget: Int, _ deadline: Deadline
  ) -> TargetedRecord? {
    subject.backend(as: type).flatMap {
      RatioSearch(name: subject.name, backend: $0, seed: seed, budget: budget, deadline: deadline).record()
    }
  }
}
