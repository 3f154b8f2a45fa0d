internal import Foundation
internal import LSTMContract
public import Mutants

/// The bank of planted faults against the suite: which are seen, by what, after how many cases.
public struct MutantReport: Sendable, Codable {
  /// The most cases for each mutant.
  public var budget: Int
  /// What decided the cases.
  public var seed: UInt64
  /// One record for each mutant, in the order of the bank.
  public var records: [MutantRecord]

  /// Puts mutants to the suite.
  ///
  /// - Parameters:
  ///   - mutants: which of the bank.
  ///   - budget: the most cases for each.
  ///   - threads: how many mutants are tried at once; the verdicts do not depend on it.
  /// - Throws: `OracleUnavailable` where this machine cannot judge both scalar types.
  public init(
    _ mutants: [Mutant] = Mutant.allCases, budget: Int = 10_000, seed: UInt64 = CampaignConfiguration.defaultSeed,
    threads: Int = 1
  ) async throws {
    for scalar in ScalarKind.allCases where !CampaignConfiguration.judgeable.contains(scalar) {
      throw OracleUnavailable(scalar: scalar)
    }
    self.budget = budget
    self.seed = seed
    records = try await withThrowingTaskGroup(of: (Int, MutantRecord).self) { group in
      var waiting = mutants.enumerated().makeIterator()
      func start() {
        guard let (place, mutant) = waiting.next() else { return }
        group.addTask { (place, try MutantTrial(mutant: mutant, budget: budget, seed: seed).record()) }
      }
      for _ in 0..<max(1, threads) { start() }
      var records: [(Int, MutantRecord)] = []
      for try await record in group {
        records.append(record)
        start()
      }
      return records.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  /// The mutants that no check saw.
  public var survivors: [MutantRecord] { records.filter { $0.killedBy == nil } }

  /// The exit status: a survivor means that the suite failed.
  public var outcome: Outcome { survivors.isEmpty && !records.isEmpty ? .held : .suiteFailed }

  /// A line for each mutant, then totals by class.
  public var text: String {
    var table = TextTable(header: ["mutant", "class", "killed by", "cases", "counterexample", "s"])
    for record in records {
      table.add([
        record.id, record.mutantClass, record.killedBy ?? "SURVIVED", record.cases.grouped,
        record.shape.map { "\($0)" } ?? "-", record.seconds.fixed(2),
      ])
    }
    var totals = TextTable(header: ["class", "mutants", "killed", "median cases"])
    for name in MutantClass.allCases.map(\.rawValue) {
      let own = records.filter { $0.mutantClass == name }
      guard !own.isEmpty else { continue }
      let cases = own.map(\.cases).sorted()
      totals.add([
        name, "\(own.count)", "\(own.count { $0.killedBy != nil })", cases[cases.count / 2].grouped,
      ])
    }
    let killed = records.count - survivors.count
    let small = records.compactMap(\.shape).count { shape in
      [shape.timeSteps, shape.batch, shape.inputSize, shape.units].allSatisfy { $0 <= 2 }
    }
    let shares = records.compactMap(\.simpleShare).sorted()
    let longest = records.compactMap(\.shrinkSeconds).max() ?? 0
    let seed = "0x" + String(seed, radix: 16)
    return
      (table.lines + [""] + totals.lines + [
        "", "\(killed) of \(records.count) mutants killed with at most \(budget.grouped) cases each, seed \(seed)",
        "\(small) of \(killed) counterexamples have T, B, I and H of at most 2; "
          + "\((100 * (shares.first ?? 0)).fixed(0)) % of the values or more are 0 or a power of two in all, "
          + "\((100 * (shares.isEmpty ? 0 : shares[shares.count / 2])).fixed(0)) % in the median; shrinking took \(longest.fixed(2)) s at most",
      ]).joined(separator: "\n")
  }

  /// The report as JSON.
  ///
  /// - Throws: what the encoder throws.
  public var jsonText: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
  }
}
