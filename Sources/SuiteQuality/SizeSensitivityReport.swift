internal import CaseLab
public import LSTMContract
public import Mutants
public import Verification

/// The share of one family of size faults that is noticed.
public struct SizeSensitivityRow: Sendable, Codable {
  /// The quantities of the condition; one, or two that must hold together.
  public var quantities: [SizeQuantity]
  /// How they relate to their thresholds.
  public var relation: SizeTerm.Relation
  /// The least and the largest threshold of the row; of the first quantity where there are two.
  public var thresholds: ClosedRange<Int>
  /// Faults tried: one for each threshold, or pair of thresholds, and each seed.
  public var faults = 0
  /// The numbers of cases after which faults were noticed.
  public var cases: [Int] = []
  /// Conditions that were not noticed under every seed, with the number of seeds under which they were.
  public var missed: [String: Int] = [:]

  /// The share of the faults that is noticed within so many cases, 0 to 1.
  public func share(within budget: Int) -> Double {
    Double(cases.count { $0 <= budget }) / Double(max(faults, 1))
  }
}

/// How many faults that show at some sizes only are noticed, against the number of cases.
public struct SizeSensitivityReport: Sendable, Codable {
  /// The numbers of cases for which shares are given.
  public static let budgets = [200, 2_000, 10_000]

  /// What decided the seeds and the places of the faults.
  public var seed: UInt64
  /// How many seeds each condition was tried under.
  public var samples: Int
  /// Family by family.
  public var rows: [SizeSensitivityRow]

  /// Whether every fault is noticed that must be: from a size on, up to 512 in H and I, 64 in B, 500 in T.
  public var noticesWhatItMust: Bool {
    rows.allSatisfy { row in
      guard row.quantities.count == 1, row.relation == .atLeast,
        let most = SizeSensitivityTable.mostThresholdNoticed[row.quantities[0]]
      else { return true }
      return row.thresholds.upperBound > most || row.cases.count == row.faults
    }
  }

  /// Puts every fault of the bank to the cases of `samples` seeds.
  ///
  /// - Parameters:
  ///   - budget: the most cases for each.
  ///   - threads: how many seeds are tried at once; the result does not depend on it.
  ///   - deadline: when to end with the seeds that were tried to the end.
  public init(
    samples: Int = 5, budget: Int = 10_000, seed: UInt64 = CampaignConfiguration.defaultSeed, threads: Int = 1,
    deadline: Deadline = .never
  ) async {
    let families = SizeSensitivityTable.families
    let trials = (0..<samples).map { sample in
      let random = CounterRandom(seed: seed, case: UInt64(sample)).stream(0x512E)
      let faults = families.flatMap(\.conditions).enumerated().map { number, condition in
        SizeFaultMember(
          condition, row: random.below(1 << 20, at: 1, number), unit: random.below(1 << 20, at: 2, number))
      }
      return SizeSensitivityTrial(
        faults: faults, seed: sample == 0 ? seed : UInt64(random.below(.max, at: 0)) ^ seed, budget: budget)
    }
    let found = await inParallel(trials, threads) { $0.run(until: deadline) }.compactMap(\.self)
    let samples = found.count
    self.seed = seed
    self.samples = samples
    var place = 0
    rows = families.map { family in
      var row = SizeSensitivityRow(
        quantities: family.quantities, relation: family.relation, thresholds: family.thresholds)
      for condition in family.conditions {
        let cases = found.compactMap { $0[place] }
        row.faults += samples
        row.cases += cases
        if cases.count < samples { row.missed["\(condition)"] = cases.count }
        place += 1
      }
      return row
    }
  }

  /// A line for each family.
  public var text: String {
    var table = TextTable(
      header: ["fault shows where", "thresholds", "faults"] + Self.budgets.map { "in \($0.grouped)" })
    for row in rows {
      let names = row.quantities.map { "\($0.rawValue) \(row.relation.sign)" }.joined(separator: " and ")
      table.add(
        [names, "\(row.thresholds.lowerBound) to \(row.thresholds.upperBound)", row.faults.grouped]
          + Self.budgets.map { (100 * row.share(within: $0)).fixed(1) })
    }
    return
      (table.lines + [
        "",
        "percent of the faults noticed by the step oracle in so many cases, \(samples) seeds from "
          + "0x\(String(seed, radix: 16)), float and double in turn",
      ]).joined(separator: "\n")
  }

  /// The report as JSON.
  ///
  /// - Throws: what the encoder throws.
  public var jsonText: String {
    get throws { try reportJSON(of: self) }
  }
}

extension SizeTerm.Relation {
  fileprivate var sign: String {
    switch self {
    case .atLeast: ">= n"
    case .equal: "== n"
    case .noMultiple: "% n != 0"
    }
  }
}
