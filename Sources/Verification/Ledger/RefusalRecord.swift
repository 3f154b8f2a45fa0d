internal import LSTMContract

/// What a subject refused, of what was drawn: how often, with which reasons, and which options those problems had.
public struct RefusalRecord: Sendable, Codable {
  /// What was refused with one reason.
  public struct Reason: Sendable, Codable {
    /// How often.
    public var count = 0
    /// How many of those problems had each option, by its name.
    public var options: [String: Int] = [:]
  }

  /// Indices that were passed over before their data were drawn, by what the subject says of itself or has taught.
  public var passedOver: [String: Int] = [:]
  /// Problems that were put to the subject and refused, by its reason; numbers in a reason are written as `#`.
  public var asked: [String: Reason] = [:]
  /// Problems that it answered.
  public var answers = 0
  /// How many of those had each option.
  public var answered: [String: Int] = [:]

  /// The kinds of problem that it answered; as many as there is room for.
  private var answeredKinds: Set<OutlineTraits> = []

  private enum CodingKeys: String, CodingKey { case passedOver, asked, answers, answered }

  /// A subject that writes a new reason every time is not listened to for ever.
  private static let mostReasons = 64
  private static let mostKinds = 4_096

  mutating func pass(_ reason: String, _ count: Int) {
    passedOver[Self.kept(reason, in: passedOver.keys), default: 0] += count
  }

  mutating func refuse(_ reason: String, _ traits: OutlineTraits) {
    let reason = Self.kept(reason, in: asked.keys)
    asked[reason, default: Reason()].count += 1
    for name in traits.names { asked[reason, default: Reason()].options[name, default: 0] += 1 }
  }

  mutating func answer(_ traits: OutlineTraits) {
    answers += 1
    for name in traits.names { answered[name, default: 0] += 1 }
    if answeredKinds.count < Self.mostKinds { answeredKinds.insert(traits) }
  }

  mutating func merge(_ other: RefusalRecord) {
    for (reason, count) in other.passedOver.sorted(by: { $0.key < $1.key }) {
      passedOver[Self.kept(reason, in: passedOver.keys), default: 0] += count
    }
    for (reason, record) in other.asked.sorted(by: { $0.key < $1.key }) {
      let reason = Self.kept(reason, in: asked.keys)
      asked[reason, default: Reason()].count += record.count
      asked[reason, default: Reason()].options.merge(record.options, uniquingKeysWith: +)
    }
    answers += other.answers
    answered.merge(other.answered, uniquingKeysWith: +)
    for kind in other.answeredKinds.sorted(by: { $0.rawValue < $1.rawValue })
    where answeredKinds.count < Self.mostKinds {
      answeredKinds.insert(kind)
    }
  }

  private static func kept<Known: Collection<String>>(_ reason: String, in known: Known) -> String {
    var text = ""
    for character in reason.prefix(120) where !(character.isNumber && text.last == "#") {
      text.append(character.isNumber ? "#" : character)
    }
    return known.contains(text) || known.count < mostReasons ? text : "other reasons"
  }
}

extension RefusalRecord {
  /// What the problems refused so far have in common.
  var lessons: RefusalLessons {
    var lessons = RefusalLessons()
    for (reason, record) in asked.sorted(by: { $0.key < $1.key }) {
      let common = OutlineTraits(names: record.options.filter { $0.value == record.count }.keys)
      let named = OutlineTraits.named(in: reason).intersection(common)
      if !named.isEmpty, !answeredKinds.contains(where: { $0.isSuperset(of: named) }) {
        lessons.certain.append(RefusalLessons.Lesson(traits: named, reason: reason, witnesses: record.count))
      } else if isTelling(common), !answeredKinds.contains(where: { $0.isSuperset(of: common) }) {
        lessons.likely.append(RefusalLessons.Lesson(traits: common, reason: reason, witnesses: record.count))
      }
    }
    lessons.likely += neverAnswered
    return lessons
  }

  /// A scalar type alone tells something only where the other one was answered.
  private func isTelling(_ common: OutlineTraits) -> Bool {
    !common.subtracting(.scalars).isEmpty
      || !common.isEmpty && answeredKinds.contains { $0.isDisjoint(with: common) }
  }

  /// Options that no answered problem had, though chance would have given several: what tells where all reasons are one.
  private var neverAnswered: [RefusalLessons.Lesson] {
    let refused = asked.values.reduce(0) { $0 + $1.count }
    return OutlineTraits.names.compactMap { name in
      let count = asked.values.reduce(0) { $0 + ($1.options[name] ?? 0) }
      // By chance alone, at least three of the answered problems would have had it.
      guard answered[name] == nil, count >= 8, answers * count >= 3 * refused else { return nil }
      return RefusalLessons.Lesson(
        traits: OutlineTraits(names: [name]), reason: "no problem with \(name) was answered", witnesses: answers)
    }
  }
}

/// What a subject's refusals have taught: which problems it would refuse again.
struct RefusalLessons: Sendable {
  /// A lesson.
  struct Lesson: Sendable {
    /// Problems with all of these would be refused.
    var traits: OutlineTraits
    /// With this reason.
    var reason: String
    /// How many problems taught it.
    var witnesses: Int
  }

  /// Options that the subject named in its reason.
  var certain: [Lesson] = []
  /// Options that all problems refused for a reason had, and no answered problem had together.
  var likely: [Lesson] = []

  /// One in so many of what would likely be refused is asked all the same, times the witnesses, so that a wrong lesson
  /// is unlearnt.
  private static let askedAgain = 16

  /// Whether anything was learnt.
  var isEmpty: Bool { certain.isEmpty && likely.isEmpty }

  /// Why a problem of these traits would be refused, or nil.
  ///
  /// - Parameter index: of the case; it decides what is asked again.
  func refusal(of traits: OutlineTraits, at index: Int) -> String? {
    if let lesson = certain.first(where: { traits.isSuperset(of: $0.traits) }) { return lesson.reason }
    let mixed = UInt64(bitPattern: Int64(index)) &* 0x9E37_79B9_7F4A_7C15 >> 32
    return likely.first { lesson in
      traits.isSuperset(of: lesson.traits) && mixed % UInt64(Self.askedAgain * lesson.witnesses) != 0
    }?.reason
  }
}

extension OutlineTraits {
  init(names: some Sequence<String>) {
    let wanted = Set(names)
    self.init(
      rawValue: Self.names.enumerated().reduce(0) { $0 | (wanted.contains($1.element) ? 1 << UInt64($1.offset) : 0) })
  }
}

extension SubjectRecord {
  /// Counts a case that the subject declined.
  mutating func refuse(_ refusal: Refusal, _ traits: OutlineTraits) {
    cases += 1
    refused += 1
    refusals.refuse(refusal.reason, traits)
  }
}
