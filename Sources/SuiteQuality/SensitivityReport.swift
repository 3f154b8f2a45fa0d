internal import CaseLab
public import LSTMContract
public import Mutants
public import Verification

/// The share of the members of each graded family that this suite notices in float, and that the rules of other suites
/// notice, against the size of the fault.
public struct SensitivityReport: Sendable, Codable {
  /// e, from gross to below the declared error of float.
  public static let sizes = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8]
  /// p: the declared error of an activation in units of u.
  public static let activationUnits = 6.0

  /// What decided the members and their cases.
  public var seed: UInt64
  /// The names of the other suites' rules, in the order of the columns.
  public var rules: [String]
  /// The rules that notice the faithful body too, whose shares therefore say little.
  public var accusers: [String]
  /// Family by family, each from the largest size to the smallest.
  public var rows: [SensitivityRow]

  /// Draws `samples` members of every family and size and puts each to fresh cases.
  ///
  /// - Parameters:
  ///   - samples: members of each family and size.
  ///   - budget: the most cases for each member.
  ///   - budgetBelowLimit: the same for sizes below p·u, where one activation may hide the fault.
  ///   - rules: the names of the other suites' rules to apply, or nil for all.
  ///   - threads: how many trials run at once; the verdicts do not depend on it.
  ///   - deadline: when to end with the samples that were tried to the end, and without the rules of other suites.
  /// - Throws: `LSTMProblemError` where a rule's arrays do not fit.
  public init(
    kinds: [GradedKind] = GradedKind.allCases, sizes: [Double] = Self.sizes, samples: Int = 40, budget: Int = 10_000,
    budgetBelowLimit: Int = 500, rules names: [String]? = nil, seed: UInt64 = CampaignConfiguration.defaultSeed,
    threads: Int = 1, deadline: Deadline = .never
  ) async throws {
    let chosen = try RivalRule.all().filter { names?.contains($0.name) ?? true }
    let model = MutantBackend<Float>(nil).model
    var rows = kinds.flatMap { kind in
      sizes.map { size in
        let isBelow = size < Self.activationUnits * model.unitRoundoff
        return SensitivityRow(
          kind: kind, size: size, samples: samples, budget: isBelow ? min(budget, budgetBelowLimit) : budget)
      }
    }
    // Which members, then both searches; each merges in the order of the samples.
    var drawn: [Sample] = []
    for sample in 0..<samples where !deadline.hasPassed {
      let random = CounterRandom(seed: seed, case: UInt64(sample)).stream(0x5E45)
      let mutants = rows.indices.map {
        Mutant.graded(rows[$0].kind, size: rows[$0].size, at: GradedPlace(random, row: $0))
      }
      let standings = mutants.map { $0.standing(under: model) }
      let members = rows.indices.filter { standings[$0] == .undetermined }.map { index in
        SensitivityTrial.Member(
          row: index, mutant: mutants[index], budget: rows[index].budget,
          movesActivation: [.tanh, .sigmoid].contains(rows[index].kind))
      }
      let own = UInt64(random.below(.max, at: 1)) ^ seed
      drawn.append(
        Sample(mutants: mutants, standings: standings, trial: SensitivityTrial(members: members, seed: own)))
    }
    let found = await inParallel(drawn, threads) { $0.trial.run(until: deadline) }
    let tried = zip(drawn, found).compactMap { sample, found in found.map { (sample, $0) } }
    for index in rows.indices { rows[index].samples = tried.count }
    for (sample, found) in tried {
      for (index, standing) in sample.standings.enumerated() {
        if standing == .legal { rows[index].legal += 1 }
        if standing == .equivalent { rows[index].equivalent += 1 }
      }
      for (member, finding) in zip(sample.trial.members, found) {
        if let cases = finding.cases {
          rows[member.row].cases.append(cases)
        } else {
          rows[member.row].suspicious += finding.isSuspicious ? 1 : 0
          rows[member.row].missed.append(member.mutant.rawValue)
        }
      }
    }
    let different = Array(Set(tried.flatMap(\.0.mutants))).sorted { $0.rawValue < $1.rawValue }
    let prepared = deadline.hasPassed ? [] : chosen.map { $0.prepared() }
    let accusers = deadline.hasPassed ? [] : prepared.filter { $0.notices(nil) }.map(\.rule.name)
    let noticed: [[String]?] = await inParallel(different, threads) { mutant in
      if deadline.hasPassed { return nil }
      return mutant.standing(under: model) == .equivalent
        ? accusers : prepared.filter { $0.notices(mutant) }.map(\.rule.name)
    }
    self.seed = seed
    guard !deadline.hasPassed else {
      self.rows = rows
      (rules, self.accusers) = ([], [])
      return
    }
    let byMutant = Dictionary(uniqueKeysWithValues: zip(different, noticed.compactMap(\.self)))
    for (sample, _) in tried {
      for (index, mutant) in sample.mutants.enumerated() {
        for rule in byMutant[mutant] ?? [] { rows[index].noticed[rule, default: 0] += 1 }
      }
    }
    self.rows = rows
    rules = chosen.map(\.name)
    self.accusers = accusers
  }

  /// One member of every row, by the places of the rows.
  private struct Sample {
    var mutants: [Mutant]
    var standings: [Standing]
    /// Of the members that are not proven.
    var trial: SensitivityTrial
  }

  /// The report as JSON.
  ///
  /// - Throws: what the encoder throws.
  public var jsonText: String {
    get throws { try reportJSON(of: self) }
  }
}

extension GradedPlace {
  /// A place drawn for one row of the report.
  fileprivate init(_ random: CounterRandom, row: Int) {
    func draw(_ bound: Int, _ what: Int) -> Int { random.below(bound, at: 2, row, what) }
    self.init(
      gate: draw(4, 0), row: draw(1 << 16, 1), unit: draw(1 << 16, 2), reach: Reach.allCases[draw(3, 3)],
      isNegative: draw(2, 4) == 1)
  }
}

/// Maps the elements on this many threads; the results come in the order of the elements.
func inParallel<Element: Sendable, Result: Sendable>(
  _ elements: [Element], _ threads: Int, _ body: @escaping @Sendable (Element) -> Result
) async -> [Result] {
  await withTaskGroup(of: (Int, Result).self) { group in
    var waiting = elements.enumerated().makeIterator()
    func start() {
      guard let (place, element) = waiting.next() else { return }
      group.addTask { (place, body(element)) }
    }
    for _ in 0..<max(1, threads) { start() }
    var results: [(Int, Result)] = []
    for await result in group {
      results.append(result)
      start()
    }
    return results.sorted { $0.0 < $1.0 }.map(\.1)
  }
}
