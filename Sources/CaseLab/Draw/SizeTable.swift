internal import LSTMContract

/// The table of sizes of a profile, and the walk of the indices through it.
///
/// The table has a group of neighbouring places for each kind, and a stratum of as many indices as places visits each
/// place once: index p of stratum k stands at place (a p + b_k) mod n, with a/n near the golden section, so that the
/// places of a group are spread evenly over the stratum. The seed decides b_k and permutes the pairs of places of each
/// group. Places come in pairs, of an even and an odd index: in a run over both scalar types, the even one is drawn in
/// `Float` and the odd one in `Double`.
struct SizeTable: Sendable {
  /// One place: its kind, and which of the items of its group it is.
  struct Place: Equatable, Sendable {
    let kind: SizeKind
    /// 0..<count; each item has one place in every stratum, and changes between even and odd from stratum to stratum.
    let item: Int
    /// How many items the group has.
    let count: Int
    /// Whether the index is even.
    let isEven: Bool

    /// Whether it is one of the cases without steps whose states are zeros of both signs: they must come back bit for
    /// bit.
    var isSpecial: Bool { kind == .noSteps && item % 5 == 0 }
  }

  private struct Group: Sendable {
    let kind: SizeKind
    let start: Int
    let count: Int
  }

  /// How many indices make a stratum.
  let length: Int
  private let groups: [Group]
  private let step: Int

  /// - Parameter groups: an even number of places for each kind.
  private init(_ counts: [(SizeKind, Int)]) {
    var groups: [Group] = []
    var start = 0
    for (kind, count) in counts {
      precondition(count > 0 && count % 2 == 0)
      groups.append(Group(kind: kind, start: start, count: count))
      start += count
    }
    length = start
    self.groups = groups
    func divisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : divisor(b, a % b) }
    var step = length * 618 / 1_000 | 1
    while divisor(step, length) != 1 { step += 2 }
    self.step = step
  }

  /// The place of an index under a seed.
  func place(of index: Int, _ seed: CounterRandom) -> Place {
    let (stratum, position) = (index / length, index % length)
    let offset = 2 * seed.below(length / 2, at: stratum, 1)
    let slot = (step * position + offset) % length
    // The groups are few, and sorted by their start.
    guard let group = groups.last(where: { $0.start <= slot }) else {
      preconditionFailure("a table begins at 0")
    }
    let own = slot - group.start
    let order = KeyedPermutation(
      count: group.count / 2, seed.stream(UInt64(group.kind.rawValue + 2)).stream(UInt64(stratum)))
    let lane = (own & 1) ^ (stratum & 1)
    return Place(
      kind: group.kind, item: 2 * order[own / 2] + lane, count: group.count, isEven: slot % 2 == 0)
  }

  /// The table of a profile.
  static func of(_ profile: SizeProfile) -> SizeTable {
    switch profile {
    case .small: small
    case .standard: standard
    case .large: large
    }
  }

  private static let standard = SizeTable(
    filled(
      [
        (.noSteps, 110), (.noRows, 110), (.unitsBesideRows, 162), (.featuresBesideRows, 162),
        (.everySmall, 40),
        (.maskedRun, 200), (.joint64, 24), (.joint128, 12), (.joint256, 12), (.units512, 24),
        (.features512, 24),
        (.weights18, 24), (.steps500, 24), (.rows64, 32), (.sequence16, 22), (.longWide, 8),
        (.rowsWide, 40), (.wide, 800),
        (.long, 240), (.rows, 600), (.middle, 500), (.bothWide, 260), (.rowsBesideWide, 160),
      ], to: 10_000))

  private static let small = SizeTable(
    filled(
      [
        (.noSteps, 110), (.noRows, 110), (.unitsBesideRows, 100), (.featuresBesideRows, 100),
        (.everySmall, 40),
        (.maskedRun, 200),
      ], to: 10_000))

  private static let large = SizeTable([
    (.joint64, 40), (.joint128, 20), (.joint256, 8), (.units512, 80), (.features512, 80),
    (.weights18, 80),
    (.steps500, 80), (.rows64, 80), (.sequence16, 20), (.longWide, 60), (.rowsWide, 80),
    (.wide, 200),
    (.bothWide, 100), (.rowsBesideWide, 72),
  ])

  private static func filled(_ counts: [(SizeKind, Int)], to length: Int) -> [(SizeKind, Int)] {
    counts + [(.free, length - counts.reduce(0) { $0 + $1.1 })]
  }
}
