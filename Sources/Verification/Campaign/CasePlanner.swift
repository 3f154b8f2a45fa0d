internal import CaseLab
internal import LSTMContract

/// Walks through the indices of a seed, in order, and gives out blocks of those that are asked.
///
/// An index that every outside subject refuses is passed over before its data are drawn. Nothing is held but the place
/// where the walk stands, so a run of any length takes the same memory.
struct CasePlanner: Sendable {
  private let configuration: CampaignConfiguration
  private let generator: CaseGenerator
  /// The subjects for which is drawn, with their places.
  private let outside: [(place: Int, subject: LSTMSubject)]
  /// How many blocks were given out.
  private(set) var blocks = 0
  /// The next index to look at.
  private var next: Int
  /// The end of the walk.
  private let end: Int
  /// How many cases are still to be asked.
  private var wanted: Int
  /// By the place of the subject.
  private var lessons: [Int: RefusalLessons] = [:]
  private var hasLearnt = false

  /// Cases in one block.
  private static let mostCases = 32
  /// At most so many indices are looked at for each case that shall be asked.
  private static let mostLooks = 100

  init(_ configuration: CampaignConfiguration, _ subjects: [LSTMSubject], _ generator: CaseGenerator) {
    self.configuration = configuration
    self.generator = generator
    outside = subjects.enumerated().filter { $0.element.isOutside }.map { ($0.offset, $0.element) }
    let part = configuration.part
    next = part?.lowerBound ?? 0
    let looks = configuration.cases.multipliedReportingOverflow(by: Self.mostLooks)
    end = part?.upperBound ?? (outside.isEmpty ? configuration.cases : looks.overflow ? .max : looks.partialValue)
    wanted = part == nil ? configuration.cases : .max
  }

  /// Whether it has to learn from all blocks before the next: after 1, 2, 4, 8 and so on, and where there was something
  /// to learn, more often.
  var learnsNext: Bool {
    guard !outside.isEmpty, blocks > 0 else { return false }
    return blocks & (blocks - 1) == 0 || hasLearnt && (blocks < 16 || blocks < 128 && blocks % 8 == 0)
  }

  /// The first blocks are small where they may teach something.
  private var blockSize: Int { outside.isEmpty ? Self.mostCases : min(Self.mostCases, 1 << min(blocks, 8)) }

  /// What the record of everything judged so far has taught.
  mutating func learn(from ledger: Ledger) {
    for (place, _) in outside { lessons[place] = ledger.subjects[place].refusals.lessons }
    hasLearnt = lessons.values.contains { !$0.isEmpty }
  }

  /// The next block of at most 32 cases; nil at the end of the walk.
  ///
  /// - Parameter mustEnd: asked now and then; true ends the walk.
  mutating func block(mustEnd: () -> Bool) -> PlannedBlock? {
    var block = PlannedBlock()
    let size = blockSize
    while block.indices.count < min(size, wanted), next < end {
      if block.looked % 64 == 63, mustEnd() { break }
      let index = next
      next += 1
      block.looked += 1
      guard let reasons = reasonsToPass(index) else {
        block.indices.append(index)
        continue
      }
      for (place, reason) in reasons { block.passedOver[place, default: [:]][reason, default: 0] += 1 }
    }
    wanted -= block.indices.count
    blocks += 1
    return block.looked == 0 ? nil : block
  }

  /// Why each outside subject refuses the case; nil where one does not.
  private func reasonsToPass(_ index: Int) -> [(place: Int, reason: String)]? {
    guard !outside.isEmpty else { return nil }
    let plan = generator.plan(index: index)
    let scalar = configuration.scalar(at: index, of: plan.shape)
    let outline = plan.outline
    var exact: ProblemOutline?
    var reasons: [(place: Int, reason: String)] = []
    for (place, subject) in outside {
      func reason(_ outline: ProblemOutline) -> String? {
        guard let refuses = subject.refusal(in: scalar) else { return "no answers in \(scalar.rawValue)" }
        if let refusal = refuses(outline) { return refusal.reason }
        return lessons[place]?.refusal(of: OutlineTraits(outline, scalar: scalar), at: index)
      }
      var found = reason(outline)
      // Where only the data decide, they are drawn, and drawn again for those who are asked.
      if found == nil, reason(outline.mostDemanding) != nil {
        let known = exact ?? exactOutline(plan, scalar)
        exact = known
        found = reason(known)
      }
      guard let found else { return nil }
      reasons.append((place, found))
    }
    return reasons
  }

  private func exactOutline(_ plan: CasePlan, _ scalar: ScalarKind) -> ProblemOutline {
    switch scalar {
    case .float: ProblemOutline(generator.draw(plan, as: Float.self).problem)
    case .double: ProblemOutline(generator.draw(plan, as: Double.self).problem)
    }
  }
}

/// Cases that are asked, and what was passed over on the way to them.
struct PlannedBlock: Sendable {
  /// The cases, in order.
  var indices: [Int] = []
  /// How many indices were looked at, those of the cases included.
  var looked = 0
  /// By the place of the subject and the reason.
  var passedOver: [Int: [String: Int]] = [:]
}

extension ProblemOutline {
  /// With everything that only data tell as that which more subjects refuse.
  fileprivate var mostDemanding: ProblemOutline {
    var outline = self
    outline.hasInitialState = hasInitialState ?? true
    outline.isFinite = isFinite ?? false
    return outline
  }
}

extension LSTMSubject {
  /// What its implementation in a scalar type says to outlines; nil where it has none.
  fileprivate func refusal(in scalar: ScalarKind) -> ((ProblemOutline) -> Refusal?)? {
    switch scalar {
    case .float:
      guard let backend = backend(as: Float.self) else { return nil }
      return { backend.refusal(of: $0) }
    case .double:
      guard let backend = backend(as: Double.self) else { return nil }
      return { backend.refusal(of: $0) }
    }
  }
}
