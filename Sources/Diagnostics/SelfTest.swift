internal import FaithfulBank
internal import Foundation
public import LSTMContract
internal import Mutants

/// The diagnosis put to subjects whose fault is known: does it name the fault, and nothing else?
public struct DiagnosisSelfTest: Sendable, Codable {
  /// What came of one subject.
  public enum Verdict: String, Sendable, Codable {
    /// The fault is among the explanations.
    case named
    /// Something simpler answers alike on every probe: the two together are no other mistake.
    case simpler
    /// Explanations were given and none is the fault.
    case misnamed
    /// No explanation was given.
    case unnamed
    /// No probe is answered wrongly.
    case unseen
  }

  /// One subject and its diagnosis.
  public struct Record: Sendable, Codable {
    /// The planted fault.
    public var id: String
    /// Whether it is two conventions at once.
    public var isPair: Bool
    /// What came of it.
    public var verdict: Verdict
    /// How many explanations were given.
    public var explanations: Int
    /// The first of them.
    public var first: String?
  }

  /// The least share of single faults and of pairs that must be named.
  public static let leastNamed = (singles: 0.95, pairs: 0.80)

  /// One record for each subject.
  public var records: [Record]
  /// The scalar type of the subjects.
  public var scalar: ScalarKind
  /// Seconds from start to end.
  public var seconds: Double

  /// Diagnoses every fault of the bank, every convention, and pairs of conventions.
  ///
  /// A convention is put around a faithful implementation of another style each time, so that its answers are not
  /// those of the hypothesis to the last bit.
  ///
  /// - Parameters:
  ///   - scalar: the scalar type of the subjects.
  ///   - pairs: how many pairs, evenly spread over all of them.
  ///   - threads: how many subjects are diagnosed at once.
  public init(scalar: ScalarKind, pairs: Int, threads: Int) async {
    let all = Hypothesis.conventionPairs
    let count = min(pairs, all.count)
    await self.init(
      scalar: scalar, singles: Hypothesis.singles, pairs: (0..<count).map { all[$0 * all.count / count] },
      threads: threads)
  }

  init(scalar: ScalarKind, singles: [Hypothesis], pairs: [Hypothesis], threads: Int) async {
    let start = ContinuousClock.now
    let subjects = singles + pairs
    let singles = singles.count
    self.scalar = scalar
    records = await withTaskGroup(of: (Int, Record).self) { group in
      var waiting = subjects.enumerated().makeIterator()
      func start() {
        guard let (place, hypothesis) = waiting.next() else { return }
        group.addTask {
          (place, Self.record(hypothesis, scalar, number: place, isPair: place >= singles))
        }
      }
      for _ in 0..<max(1, threads) { start() }
      var records: [(Int, Record)] = []
      for await record in group {
        records.append(record)
        start()
      }
      return records.sorted { $0.0 < $1.0 }.map(\.1)
    }
    seconds = (ContinuousClock.now - start) / .seconds(1)
  }

  private static func record(_ hypothesis: Hypothesis, _ scalar: ScalarKind, number: Int, isPair: Bool) -> Record {
    let diagnosis =
      switch scalar {
      case .float: Diagnosis(hypothesis.id, PlantedSubject<Float>(hypothesis, number: number))
      case .double: Diagnosis(hypothesis.id, PlantedSubject<Double>(hypothesis, number: number))
      }
    let ids = diagnosis.explanations.map(\.id)
    let isSimpler = isPair && !ids.contains { $0.contains(" + ") }
    let verdict: Verdict =
      if diagnosis.wrong == 0 {
        .unseen
      } else if ids.contains(hypothesis.id) {
        .named
      } else if ids.isEmpty {
        .unnamed
      } else {
        isSimpler ? .simpler : .misnamed
      }
    return Record(
      id: hypothesis.id, isPair: isPair, verdict: verdict, explanations: ids.count, first: ids.first)
  }
}

/// A hypothesis as a subject: a mutant itself, or conventions around a faithful implementation.
private struct PlantedSubject<Scalar: LSTMScalar>: LSTMBackend {
  let hypothesis: Hypothesis
  let body: any LSTMBackend<Scalar>

  var name: String { hypothesis.id }
  var model: ArithmeticModel { ArithmeticModel(scalar: Scalar.kind) }

  init(_ hypothesis: Hypothesis, number: Int) {
    self.hypothesis = hypothesis
    // Styles that declare the ordinary arithmetic.
    let styles = FaithfulStyle.all.map { FaithfulBackend<Scalar>($0) }
      .filter { $0.model == ArithmeticModel(scalar: Scalar.kind) }
    body = hypothesis.mutant.map { MutantBackend<Scalar>($0.renewed()) } ?? styles[number % styles.count]
  }

  func run(_ problem: LSTMProblem<Scalar>, into answer: inout LSTMAnswer<Scalar>) throws {
    try body.run(hypothesis.asked(problem), into: &answer)
    hypothesis.returned(&answer, to: problem)
  }
}
