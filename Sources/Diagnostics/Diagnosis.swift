public import LSTMContract
public import LSTMOracle
internal import Mutants

/// Why a subject is wrong: where the equations are first violated, and which known mistakes answer exactly as it does.
public struct Diagnosis: Sendable, Codable {
  /// A probe that the subject answers wrongly.
  public struct Finding: Sendable, Codable {
    /// What the probe isolates, or the line of a drawn case.
    public var probe: String
    /// The equation that the probe isolates.
    public var equation: Equation
    /// T, B, I and H.
    public var shape: LSTMShape
    /// The first element that differs; nil where there was no answer.
    public var discrepancy: Discrepancy?
    /// What is wrong, in one line.
    public var detail: String
  }

  /// The subject's name.
  public var subject: String
  /// The scalar type in which it was probed.
  public var scalar: ScalarKind
  /// Designed probes that it answered.
  public var designed: Int
  /// Drawn cases that it answered, given ones included.
  public var drawn: Int
  /// Probes that it refused.
  public var refused: Int
  /// Probes that it broke on.
  public var unanswered: Int
  /// Probes that were not put any more, after so many without an answer.
  public var skipped: Int
  /// The designed probes that it answers wrongly, simplest first.
  public var wrongDesigned: [Finding]
  /// How many drawn cases it answers wrongly.
  public var wrongDrawnCount: Int
  /// The first of them.
  public var firstWrongDrawn: Finding?
  /// The known mistakes that reproduce the answers, right and wrong, but for a few drawn cases at most. Where there are
  /// several, no probe tells them apart.
  public var explanations: [Explanation]
  /// Where nothing reproduces every answer: the single mistake that reproduces most of the designed probes, if it
  /// reproduces most of those that a correct LSTM answers otherwise.
  public var nearest: Explanation?
  /// The first probe that `nearest` does not reproduce.
  public var missedByNearest: String?
  /// Where nothing reproduces every answer: the activations, if all answers are right but for theirs.
  public var approximation: ActivationReading?
  /// Whether the deadline passed before every probe was put and every known mistake was tried: what is not named may
  /// still be the cause.
  public var wasCut = false
  /// Whether the same problem was answered in two ways.
  public var dependsOnEarlierCalls: Bool

  /// Probes that the subject answered.
  public var probes: Int { designed + drawn }
  /// Whether it is wrong and no known mistake reproduces its answers.
  public var isUnexplained: Bool { wrong > 0 && explanations.isEmpty }
  /// Probes that it answered wrongly: what tells an explanation from a correct LSTM.
  public var wrong: Int { wrongDesigned.count + wrongDrawnCount }

  /// Probes a subject, calling it once for each probe and a few times more.
  ///
  /// - Parameters:
  ///   - name: the name under which it is reported.
  ///   - backend: the subject.
  ///   - failing: problems that it is known to answer wrongly.
  ///   - weights: those that it has alone, or nil where it takes any.
  ///   - deadline: when to end with what is known then (`wasCut`).
  public init<Scalar: LSTMScalar>(
    _ name: String, _ backend: any LSTMBackend<Scalar>, failing: [LSTMProblem<Scalar>] = [],
    weights: FixedWeights? = nil, deadline: Deadline = .never
  ) {
    let standard: ProbeSet<Scalar> = StandardProbes.set()
    let given = failing.enumerated().map { Probe("the failing case \($0 + 1)", .preActivation, $1) }
    self.init(
      name, backend, designed: weights == nil ? standard.designed : [],
      drawn: given + standard.drawn(for: backend, weights: weights, deadline: deadline), deadline: deadline)
  }

  /// Probes a subject with the problems of one feature alone: what reproduces its answers there may be one of several
  /// things that are wrong with it.
  public init<Scalar: LSTMScalar>(_ name: String, _ backend: any LSTMBackend<Scalar>, feature: Feature) {
    let probes = feature.problems(as: Scalar.self).map { Probe($0.name, feature.equation, $0.problem) }
    // So few probes don't tell faults of a few radii apart.
    let sizeable = Hypothesis.singles.filter { $0.mutant?.mutantClass != .graded }
    self.init(name, backend, designed: probes, drawn: [], hypotheses: sizeable)
  }

  private init<Scalar: LSTMScalar>(
    _ name: String, _ backend: any LSTMBackend<Scalar>, designed probes: [Probe<Scalar>], drawn others: [Probe<Scalar>],
    hypotheses: [Hypothesis] = Hypothesis.singles, deadline: Deadline = .never
  ) {
    let run = SubjectRun(backend, designed: probes, drawn: others, deadline: deadline)
    let isDesigned = run.runs.indices.map { $0 < run.designedCount }
    subject = name
    scalar = Scalar.kind
    designed = isDesigned.count { $0 }
    drawn = isDesigned.count - designed
    refused = run.refused
    unanswered = run.runs.count { $0.answer == nil }
    skipped = run.skipped
    let wrong = zip(run.runs, isDesigned).filter { $0.0.isWrong }
    wrongDesigned = wrong.filter(\.1).map { Finding($0.0, model: backend.model) }
    wrongDrawnCount = wrong.count { !$0.1 }
    firstWrongDrawn = wrong.first { !$0.1 }.map { Finding($0.0, model: backend.model) }
    dependsOnEarlierCalls = run.dependsOnEarlierCalls
    explanations = []
    wasCut = run.wasCut
    // A mistake that agrees with the first probes alone is no cause yet.
    guard !wasCut else { return }
    let reproduction = Reproduction(run)
    guard reproduction.wrongCount > 0 else { return }
    explanations = Self.explanations(among: hypotheses, reproduction, deadline)
    if explanations.isEmpty { explanations = Self.explanations(among: Hypothesis.pairs, reproduction, deadline) }
    wasCut = deadline.hasPassed
    guard explanations.isEmpty, !wasCut else { return }
    nearest = Self.nearest(reproduction, designed)
    missedByNearest = nearest.flatMap { reproduction.firstMissed(by: $0.hypothesis)?.name }
    approximation = ActivationReading(backend, explaining: run)
  }

  /// The closest first: those that are hardly farther than the closest of all keep their order, from simple to odd.
  private static func explanations<Scalar: LSTMScalar>(
    among hypotheses: [Hypothesis], _ reproduction: Reproduction<Scalar>, _ deadline: Deadline
  ) -> [Explanation] {
    let found = hypotheses.compactMap { hypothesis in
      deadline.hasPassed ? nil : reproduction.distance(of: hypothesis).map { (hypothesis, distance: $0) }
    }
    let close = 2 * (found.map(\.distance.widths).min() ?? 0) + 0.25
    func isClose(_ distance: (widths: Double, missed: Int)) -> Bool { distance.widths <= close }
    return (found.filter { isClose($0.distance) } + found.filter { !isClose($0.distance) }).map {
      Explanation($0.0, agreed: reproduction.probeCount - $0.distance.missed)
    }
  }

  /// Probes a subject in the scalar type of problems that it is known to answer wrongly; nil where it offers none.
  ///
  /// - Parameters:
  ///   - failing: such problems, all of one scalar type, the smallest first.
  ///   - weights: those that it has alone, or nil where it takes any.
  public init?(
    _ subject: LSTMSubject, failing: [AnyLSTMProblem], weights: FixedWeights? = nil, deadline: Deadline = .never
  ) {
    switch failing.first {
    case nil: return nil
    case .float:
      guard let backend = subject.backend(as: Float.self) else { return nil }
      self.init(subject.name, backend, failing: failing.compactMap(\.float), weights: weights, deadline: deadline)
    case .double:
      guard let backend = subject.backend(as: Double.self) else { return nil }
      self.init(subject.name, backend, failing: failing.compactMap(\.double), weights: weights, deadline: deadline)
    }
  }

  private static func nearest<Scalar: LSTMScalar>(
    _ reproduction: Reproduction<Scalar>, _ designed: Int
  ) -> Explanation? {
    let right = reproduction.rightCount(ofFirst: designed)
    let counted = Hypothesis.singles.compactMap { hypothesis in
      reproduction.reproducedCount(hypothesis, ofFirst: designed).map { (hypothesis, $0) }
    }
    guard let best = counted.max(by: { $0.1 < $1.1 }), 2 * (best.1 - right) > designed - right else { return nil }
    return Explanation(best.0, agreed: best.1)
  }
}

extension AnyLSTMProblem {
  fileprivate var float: LSTMProblem<Float>? { if case .float(let problem) = self { problem } else { nil } }
  fileprivate var double: LSTMProblem<Double>? { if case .double(let problem) = self { problem } else { nil } }
}

extension Diagnosis.Finding {
  init<Scalar: LSTMScalar>(_ run: ProbeRun<Scalar>, model: ArithmeticModel) {
    probe = run.probe.name
    equation = run.probe.equation
    shape = run.probe.problem.shape
    discrepancy = run.wrong
    detail = run.failure ?? run.wrong.map(\.sentence) ?? ""
    // One step whose c is right has gone wrong after c: at o, at the activation of c, or at their product.
    guard shape.timeSteps == 1, run.wrong?.part == .outputs, run.cellStateIsRight(model: model) else { return }
    if [.inputGate, .forgetGate, .candidate, .cellState].contains(equation) { equation = .hiddenState }
    detail += "; state_1 is right"
  }
}

extension ProbeRun {
  fileprivate func cellStateIsRight(model: ArithmeticModel) -> Bool {
    guard let answer, !answer.omitted.contains(.finalC) else { return false }
    let expected = probe.oracle.endToEnd(model: model).finalC
    return answer.finalC.indices.allSatisfy { place in
      abs((Double(answer.finalC[place]) - expected.value[place]) - expected.rest[place]) <= expected.radius[place]
    }
  }
}
