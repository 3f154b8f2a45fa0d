internal import CaseLab
package import LSTMContract
internal import LSTMOracle
internal import Properties

/// A block of consecutive cases, which are drawn, judged and forgotten in portions: what a block holds at once does not
/// depend on how many large cases it has, but for those that failed.
package struct CaseBlock: Sendable {
  /// A portion is full once its arrays have so many elements.
  private static let portionSize = 1 << 13

  let configuration: CampaignConfiguration
  let subjects: [LSTMSubject]
  let planned: PlannedBlock
  let generator: CaseGenerator
  let deadlines: CampaignDeadlines

  init(
    _ configuration: CampaignConfiguration, _ subjects: [LSTMSubject], _ planned: PlannedBlock,
    generator: CaseGenerator, deadlines: CampaignDeadlines = .never
  ) {
    self.configuration = configuration
    self.subjects = subjects
    self.planned = planned
    self.generator = generator
    self.deadlines = deadlines
  }

  /// The cases of a range of indices, whoever refuses them.
  package init(_ configuration: CampaignConfiguration, _ subjects: [LSTMSubject], _ indices: Range<Int>) {
    self.init(
      configuration, subjects, PlannedBlock(indices: Array(indices), looked: indices.count),
      generator: CaseGenerator(seed: configuration.seed, sizes: configuration.sizes, fixed: configuration.fixed))
  }

  /// A ledger that counts what was passed over on the way to the block.
  private func ledger(reference: String?, model: ArithmeticModel?) -> Ledger {
    var ledger = emptyLedger(subjects: subjects, reference: reference, model: model)
    ledger.looked = planned.looked
    for (place, reasons) in planned.passedOver {
      for (reason, count) in reasons { ledger.subjects[place].refusals.pass(reason, count) }
    }
    return ledger
  }

  /// Judges the subjects on every case of the block.
  package func judged() -> JudgedBlock {
    var judged = JudgedBlock(ledger: ledger(reference: nil, model: nil), failures: [])
    for portion in portions where !judged.isOver { judge(drawn(portion), nil, &judged) }
    return judged
  }

  /// Judges the subjects on every case of the block, and what the reference answers to the same problems, widened
  /// exactly. While the reference computes, another block has the turn; large portions wait for room.
  ///
  /// - Throws: what the reference throws, or `AnswersMissing`.
  func judged(
    beside reference: (any LSTMReference)?, _ turns: JudgingTurns, _ room: JudgingRoom
  ) async throws -> JudgedBlock {
    var judged = JudgedBlock(
      ledger: ledger(reference: reference?.name, model: reference?.model), failures: [])
    for portion in portions where !judged.isOver {
      await room.enter(with: portion.bytes)
      defer { room.leave(with: portion.bytes) }
      await turns.begin()
      let cases = drawn(portion)
      if let reference {
        turns.end()
        let answers = try await ReferenceAnswers(
          of: reference, id: subjects.id(ofReference: reference.name),
          to: cases.map { index, drawn in
            asksEverything(of: drawn.shape, seed: configuration.seed, index: index) ? drawn.widened : nil
          })
        await turns.begin()
        judge(cases, answers, &judged)
      } else {
        judge(cases, nil, &judged)
      }
      turns.end()
    }
    return judged
  }

  private typealias DrawnPortion = [(index: Int, drawn: AnyCase)]

  /// Consecutive cases whose sizes are drawn, and whose data are drawn when their turn comes.
  private struct Portion {
    var cases: [(index: Int, scalar: ScalarKind, plan: CasePlan)] = []
    /// Elements of the arrays of all its cases.
    var elements = 0
    /// About how many bytes its cases take while they are judged.
    var bytes = 0
  }

  private var portions: some Sequence<Portion> {
    let (generator, configuration) = (generator, configuration)
    return sequence(state: planned.indices[...]) { waiting in
      var portion = Portion()
      while portion.elements < Self.portionSize, let index = waiting.popFirst() {
        let plan = generator.plan(index: index)
        let scalar = configuration.scalar(at: index, of: plan.shape)
        portion.cases.append((index, scalar, plan))
        portion.elements += plan.shape.elementCount
        portion.bytes += plan.shape.judgingBytes(scalar)
      }
      return portion.cases.isEmpty ? nil : portion
    }
  }

  private func drawn(_ portion: Portion) -> DrawnPortion {
    portion.cases.map { index, scalar, plan in
      switch scalar {
      case .float: (index, .float(generator.draw(plan)))
      case .double: (index, .double(generator.draw(plan)))
      }
    }
  }

  private func judge(_ portion: DrawnPortion, _ reference: ReferenceAnswers?, _ judged: inout JudgedBlock) {
    for (place, (index, drawn)) in portion.enumerated() {
      guard !deadlines.drawing.hasPassed else {
        judged.isOver = true
        return
      }
      let before = judged
      switch drawn {
      case .float(let drawn):
        judge(drawn, Oracle(drawn.problem), index, &judged)
        reference?.judge(place, Oracle.init, index, drawn.line, &judged)
      case .double(let drawn):
        let oracle = Oracle(drawn.problem)
        judge(drawn, oracle, index, &judged)
        reference?.judge(place, { _ in oracle }, index, drawn.line, &judged)
      }
      // Calls may have been cut short: the case is forgotten as a whole.
      if deadlines.whole.hasPassed {
        judged = before
        judged.isOver = true
        return
      }
      if judged.failures.count >= configuration.mostFailures ?? .max {
        judged.isOver = true
        return
      }
    }
  }

  private func judge<Scalar: LSTMScalar>(
    _ drawn: Case<Scalar>, _ oracle: Oracle<Scalar>, _ index: Int, _ judged: inout JudgedBlock
  ) {
    judged.ledger.cases += 1
    judged.ledger.sizes.count(drawn.problem.shape)
    for label in drawn.labels { judged.ledger.labels[label.rawValue, default: 0] += 1 }
    let shape = drawn.problem.shape
    let asksEverything = asksEverything(of: shape, seed: configuration.seed, index: index)
    if shape.isVeryLarge { judged.ledger.veryLarge += 1 }
    if !asksEverything { judged.ledger.stepsOnly += 1 }
    var laws = LawSelection.rotating(
      at: index / configuration.scalars.count, draw: lawDraw(seed: configuration.seed, index: index))
    if !asksEverything {
      laws.laws = []
      laws.callLaws.removeAll { shape.hasHugeKernels(Scalar.kind) || $0.judgesAnotherProblem }
    }
    let examines = configuration.examinesCases && asksEverything
    let trial = CaseTrial<Scalar>(
      subjects: subjects.onTrial(), probed: subjects.probedModels(Scalar.kind),
      lawsPerSubject: configuration.lawsPerCase,
      trialsPerLaw: configuration.trialsPerLaw,
      usesSecondTier: examines && index / configuration.scalars.count % 4 == 0, comparesSubjects: asksEverything)
    let judgedBefore = judged.ledger.subjects.map(\.judged)
    let failures = trial.run(
      drawn.problem, line: drawn.line, laws: laws, ledger: &judged.ledger, oracle: oracle)
    if examines {
      let turn = index / configuration.scalars.count
      let isNoticed = judged.ledger.discrimination.ask(drawn.problem, oracle, turn: turn, line: drawn.line)
      for subject in trial.subjects {
        let (place, backend) = (subject.id.index, subject.backend)
        guard isNoticed, judged.ledger.subjects[place].judged > judgedBefore[place] else { continue }
        judged.ledger.subjects[place].ownDiscrimination?.ask(
          drawn.problem, oracle, turn: turn, model: backend.model, omits: backend.omittedParts)
      }
    }
    judged.failures += failures.map { (index, $0) }
  }
}

/// What came of a block.
package struct JudgedBlock: Sendable {
  package var ledger: Ledger
  package var failures: [(index: Int, failure: CheckFailure)]
  /// Whether it ended before its last case: a deadline passed, or there were enough failures.
  package var isOver = false
}

/// A ledger in which nothing is counted yet.
package func emptyLedger(subjects: [LSTMSubject], reference: String?, model: ArithmeticModel?) -> Ledger {
  var ledger = Ledger(
    subjects: subjects.map { subject in
      SubjectRecord(
        name: subject.name, models: subject.scalars.compactMap { subject.model($0)?.description },
        probedModels: subject.scalars.compactMap { subject.probedModel($0)?.description },
        remarks: subject.remarks, cautions: subject.cautions.map(\.description),
        ownDiscrimination: subject.isWiderThanDefault || !subject.omittedParts.isEmpty ? OwnDiscrimination() : nil)
    })
  if let reference, let model { ledger.reference = SubjectRecord(name: reference, models: [model.description]) }
  return ledger
}

/// What decides the random choices of the laws of a case.
package func lawDraw(seed: UInt64, index: Int) -> UInt64 {
  (seed ^ 0x9E37_79B9_7F4A_7C15) &* 0xD129_0226_85EA_3D2D &+ UInt64(bitPattern: Int64(index)) &* 0xBF58_476D_1CE4_E5B9
}

extension AnyCase {
  fileprivate var shape: LSTMShape {
    switch self {
    case .float(let drawn): drawn.problem.shape
    case .double(let drawn): drawn.problem.shape
    }
  }

  /// The problem in double precision, as a reference takes it.
  fileprivate var widened: LSTMProblem<Double> {
    switch self {
    case .float(let drawn): drawn.problem.converted()
    case .double(let drawn): drawn.problem
    }
  }
}
