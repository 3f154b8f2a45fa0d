public import LSTMContract
public import Mutants
public import Verification

/// The bank of planted faults against the suite: which are seen, by what, after how many cases.
public struct MutantReport: Sendable, Codable {
  /// The most cases for each mutant.
  public var budget: Int
  /// What decided the cases.
  public var seed: UInt64
  /// The scalar types in which each mutant was tried, in rotation over the cases.
  public var scalars: [ScalarKind]
  /// One record for each mutant, in the order of the bank.
  public var records: [MutantRecord]
  /// Mutants that were not tried to the end, because the deadline passed.
  public var untried: Int

  /// Puts mutants to the suite.
  ///
  /// - Parameters:
  ///   - mutants: which of the bank.
  ///   - budget: the most cases for each.
  ///   - scalars: the scalar types, in rotation over the cases of each.
  ///   - threads: how many mutants are tried at once; the verdicts do not depend on it.
  ///   - deadline: when to end with the mutants tried until then.
  public init(
    _ mutants: [Mutant] = Mutant.allCases, budget: Int = 10_000, seed: UInt64 = CampaignConfiguration.defaultSeed,
    scalars: [ScalarKind] = ScalarKind.allCases, threads: Int = 1, deadline: Deadline = .never
  ) async {
    self.budget = budget
    self.seed = seed
    self.scalars = scalars
    records = await inParallel(mutants, threads) { mutant in
      deadline.hasPassed
        ? nil : MutantTrial(mutant: mutant, budget: budget, seed: seed, scalars: scalars).record(until: deadline)
    }.compactMap(\.self)
    untried = mutants.count - records.count
  }

  /// The mutants that no check saw, though nothing proves that none could.
  public var survivors: [MutantRecord] { records(.survived) }

  /// The exit status: a survivor, or an alarm on what is proven right, means that the suite failed.
  public var outcome: Outcome {
    survivors.isEmpty && records(.falseAlarm).isEmpty && !records.isEmpty ? .held : .suiteFailed
  }

  private func records(_ verdict: MutantVerdict) -> [MutantRecord] { records.filter { $0.verdict == verdict } }

  /// A line for each mutant, then totals by class.
  public var text: String {
    var table = TextTable(header: ["mutant", "class", "killed by", "cases", "suspicious", "counterexample", "s"])
    for record in records {
      let word =
        switch record.verdict {
        case .killed: record.killedBy ?? ""
        case .survived: record.suspicious > 0 ? "SURVIVED, inside the declared class" : "SURVIVED"
        case .legal, .equivalent: record.verdict.rawValue
        case .falseAlarm: "FALSE ALARM: \(record.killedBy ?? "")"
        }
      table.add([
        record.id, record.mutantClass, word, record.cases.grouped, record.suspicious.grouped,
        record.shape.map { "\($0)" } ?? "-",
        record.seconds.fixed(2),
      ])
    }
    var totals = TextTable(header: ["class", "mutants", "killed", "legal", "equivalent", "median cases"])
    for name in MutantClass.allCases.map(\.rawValue) {
      let own = records.filter { $0.mutantClass == name }
      guard !own.isEmpty else { continue }
      let cases = own.map(\.cases).sorted()
      let counts = [MutantVerdict.killed, .legal, .equivalent].map { verdict in
        "\(own.count { $0.verdict == verdict })"
      }
      totals.add([name, "\(own.count)"] + counts + [cases[cases.count / 2].grouped])
    }
    return (table.lines + [""] + totals.lines + [""] + score).joined(separator: "\n")
  }

  /// The last lines: the score, and what is not in it.
  private var score: [String] {
    let (killed, legal, equivalent) = (records(.killed), records(.legal), records(.equivalent))
    let small = killed.compactMap(\.shape).count { shape in
      [shape.timeSteps, shape.batch, shape.inputSize, shape.units].allSatisfy { $0 <= 2 }
    }
    let scored = records.count - legal.count - equivalent.count
    var lines = [
      "\(killed.count) of \(scored) mutants killed with at most \(budget.grouped) cases each, "
        + "seed 0x\(String(seed, radix: 16))"
    ]
    if untried > 0 { lines.append("interrupted: \(untried) more mutants were not tried") }
    if scored < records.count {
      lines.append(
        "not in the score in \(scalars.map(\.rawValue).joined(separator: " and ")): \(legal.count) proven legal, "
          + "\(equivalent.count) proven equivalent, searched with at most \(MutantTrial.budgetOfProven) cases each")
    }
    for record in records where record.verdict != .killed && record.suspicious > 0 {
      lines.append(
        "inside the declared class, suspicious only: \(record.id) in \(record.suspicious.grouped) of "
          + "\(record.cases.grouped) cases; first \(record.firstSuspicious ?? "")")
    }
    for record in records(.falseAlarm) {
      lines.append("accused although proven right: \(record.id) by \(record.killedBy ?? "")")
    }
    let shares = killed.compactMap(\.simpleShare).sorted()
    let longest = killed.compactMap(\.shrinkSeconds).max() ?? 0
    lines += [
      "\(small) of \(killed.count) counterexamples have T, B, I and H of at most 2",
      "0 or a power of two are \((100 * (shares.first ?? 0)).fixed(0)) % of a counterexample's values at least, "
        + "\((100 * (shares.isEmpty ? 0 : shares[shares.count / 2])).fixed(0)) % in the median; "
        + "shrinking took \(longest.fixed(2)) s at most",
    ]
    return lines
  }

  /// The report as JSON.
  ///
  /// - Throws: what the encoder throws.
  public var jsonText: String {
    get throws { try reportJSON(of: self) }
  }
}
