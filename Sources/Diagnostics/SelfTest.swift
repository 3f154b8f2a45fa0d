internal import FaithfulBank
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
    /// The style of everything but the fault.
    public var style: String
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

  /// In how many styles each single fault can be planted. None is the one in which hypotheses are evaluated.
  public static let styles = EvaluationStyle.foreign.count

  /// Diagnoses every fault of the bank, every convention, and pairs of conventions.
  ///
  /// Everything but the fault is evaluated in another style than the hypotheses are: another order of the sums, x and h
  /// summed apart, fused operations, other formulas for the activations.
  ///
  /// - Parameters:
  ///   - scalar: the scalar type of the subjects.
  ///   - pairs: how many pairs, evenly spread over all of them.
  ///   - styles: in how many styles each single fault is planted, from the one that its number gives on.
  ///   - threads: how many subjects are diagnosed at once.
  ///   - deadline: when to end with the subjects diagnosed until then.
  public init(scalar: ScalarKind, pairs: Int, styles: Int = 1, threads: Int, deadline: Deadline = .never) async {
    let all = Hypothesis.conventionPairs
    let count = min(pairs, all.count)
    await self.init(
      scalar: scalar, singles: Hypothesis.singles, pairs: (0..<count).map { all[$0 * all.count / count] },
      styles: styles, threads: threads, deadline: deadline)
  }

  init(
    scalar: ScalarKind, singles: [Hypothesis], pairs: [Hypothesis], styles: Int = 1, threads: Int,
    deadline: Deadline = .never
  ) async {
    let start = ContinuousClock.now
    let planted =
      (0..<max(1, styles)).flatMap { turn in
        singles.enumerated().map { (hypothesis: $1, number: $0 + turn, isPair: false) }
      } + pairs.enumerated().map { (hypothesis: $1, number: $0, isPair: true) }
    self.scalar = scalar
    records = await withTaskGroup(of: (Int, Record).self) { group in
      var waiting = planted.enumerated().makeIterator()
      func start() {
        guard !deadline.hasPassed, let (place, subject) = waiting.next() else { return }
        group.addTask {
          (place, Self.record(subject.hypothesis, scalar, number: subject.number, isPair: subject.isPair))
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
    func diagnosed<Scalar: LSTMScalar>(_ type: Scalar.Type) -> (Diagnosis, style: String) {
      let subject = PlantedSubject<Scalar>(hypothesis, number: number)
      return (Diagnosis(hypothesis.id, subject), subject.body.name)
    }
    let (diagnosis, style) = scalar == .float ? diagnosed(Float.self) : diagnosed(Double.self)
    let found = diagnosis.explanations.map(\.hypothesis)
    let isSimpler = isPair && found.allSatisfy(\.isSingle)
    let verdict: Verdict =
      if diagnosis.wrong == 0 {
        .unseen
      } else if found.contains(hypothesis) {
        .named
      } else if found.isEmpty {
        .unnamed
      } else {
        isSimpler ? .simpler : .misnamed
      }
    return Record(
      id: hypothesis.id, style: style, isPair: isPair, verdict: verdict, explanations: found.count,
      first: found.first?.id)
  }
}

/// A hypothesis as a subject: a fault of the bank in a foreign style, or conventions around a faithful implementation.
private struct PlantedSubject<Scalar: LSTMScalar>: LSTMBackend {
  let hypothesis: Hypothesis
  let body: any LSTMBackend<Scalar>

  var name: String { hypothesis.id }
  var model: ArithmeticModel { ArithmeticModel(scalar: Scalar.kind) }

  init(_ hypothesis: Hypothesis, number: Int) {
    self.hypothesis = hypothesis
    if let mutant = hypothesis.mutant {
      let style = EvaluationStyle.foreign[number % EvaluationStyle.foreign.count]
      body = MutantBackend<Scalar>(mutant.renewed(), evaluation: .style(style))
    } else {
      // Styles that declare the ordinary arithmetic.
      let styles = FaithfulStyle.all.map { FaithfulBackend<Scalar>($0) }
        .filter { $0.model == ArithmeticModel(scalar: Scalar.kind) }
      body = styles[number % styles.count]
    }
  }

  func run(_ problem: LSTMProblem<Scalar>, into answer: inout LSTMAnswer<Scalar>) throws {
    try body.run(hypothesis.asked(problem), into: &answer)
    hypothesis.returned(&answer, to: problem)
  }
}
