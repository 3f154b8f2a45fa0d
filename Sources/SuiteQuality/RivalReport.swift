internal import Foundation
internal import LSTMContract
public import Mutants
internal import Verification

/// The bank under the rules of other suites, beside this one's: how many mutants of each class each notices.
public struct RivalReport: Sendable {
  /// The rules, with their sentences.
  public let rules: [(name: String, sentence: String)]
  /// For each mutant: its id, its class, and the names of the rules that notice it.
  public let noticed: [(id: String, mutantClass: MutantClass, rules: Set<String>)]

  /// The names that a choice of rules may have.
  public static var names: [String] {
    get throws { try RivalRule.all().map(\.name) }
  }

  /// Applies the rules of these names to the whole bank.
  ///
  /// - Throws: `LSTMProblemError` where a rule's arrays do not fit.
  public init(names: [String], threads: Int) async throws {
    let chosen = try RivalRule.all().filter { names.contains($0.name) }
    rules = chosen.map { ($0.name, $0.sentence) }
    let prepared = chosen.map { $0.prepared() }
    noticed = await withTaskGroup(of: (Int, Set<String>).self) { group in
      var waiting = Mutant.allCases.enumerated().makeIterator()
      func start() {
        guard let (place, mutant) = waiting.next() else { return }
        group.addTask { (place, Set(prepared.filter { $0.notices(mutant) }.map(\.rule.name))) }
      }
      for _ in 0..<max(1, threads) { start() }
      var found: [Int: Set<String>] = [:]
      for await (place, names) in group {
        found[place] = names
        start()
      }
      return Mutant.allCases.enumerated().map { ($1.rawValue, $1.mutantClass, found[$0] ?? []) }
    }
  }

  /// Counts by class, a column for each rule; `own` is this suite's report on the same bank.
  public func text(beside own: MutantReport) -> String {
    let killed = Set(own.records.filter { $0.verdict == .killed }.map(\.id))
    var table = TextTable(header: ["class", "mutants", "lstm-verify"] + rules.map(\.name))
    func row(_ title: String, _ mutants: [(id: String, mutantClass: MutantClass, rules: Set<String>)]) {
      table.add(
        [title, "\(mutants.count)", "\(mutants.count { killed.contains($0.id) })"]
          + rules.map { rule in "\(mutants.count { $0.rules.contains(rule.name) })" })
    }
    for mutantClass in MutantClass.allCases {
      let mutants = noticed.filter { $0.mutantClass == mutantClass }
      if !mutants.isEmpty { row(mutantClass.rawValue, mutants) }
    }
    row("all", noticed)
    return (table.lines + [""] + rules.map { "\($0.name): \($0.sentence)" }).joined(separator: "\n")
  }
}
