internal import Diagnostics
internal import CaseLab
internal import LSTMContract
internal import LSTMOracle

extension CampaignReport {
  /// The summary for a person, a paragraph for each matter.
  ///
  /// - Parameter program: how the reader starts this program, for the lines to paste; nil where the
  ///   subject is a type of the reader's own, which `verify(_:replaying:)` puts on trial again.
  public func text(program: String? = "lstm-verify") -> String {
    var lines = [headline, ""]
    lines += subjectTable + [""]
    lines += extremes + [""]
    lines += models + [""]
    lines += comparisonTable + [""]
    if !sizes.isEmpty { lines += sizeTable + [""] }
    lines += labelLines
    lines += [""] + discriminationLines + suspicionLines
    if !targeted.isEmpty { lines += [""] + targetedLines }
    if !replays.isEmpty { lines += [""] + replayLines }
    for (number, counterexample) in counterexamples.enumerated() {
      lines += ["", "FAILURE \(number + 1) of \(counterexamples.count)"] + counterexample.lines(program: program)
    }
    for diagnosis in diagnoses {
      lines +=
        ["", "WHY \(diagnosis.subject) is wrong, in \(diagnosis.scalar.rawValue)"] + diagnosis.lines.map { "  " + $0 }
    }
    if !shortcomings.isEmpty { lines += ["", "The suite did not do its work:"] + shortcomings.map { "  \($0)" } }
    lines += ["", closing]
    return lines.joined(separator: "\n")
  }

  private var headline: String {
    let seed = "0x" + String(configuration.seed, radix: 16)
    let scalars = configuration.scalars.map(\.rawValue).joined(separator: " and ")
    let rate = seconds > 0 ? " (\(Int(Double(ledger.cases) / seconds).grouped) a second)" : ""
    return "\(ledger.cases.grouped) cases in \(scalars), seed \(seed), generator \(CaseGenerator.version), "
      + "\(seconds.fixed(1)) s\(rate)" + (wasInterrupted ? ", interrupted" : "")
  }

  private var records: [SubjectRecord] { ledger.subjects + [ledger.reference].compactMap { $0 } }

  private var subjectTable: [String] {
    var table = TextTable(header: [
      "subject", "cases", "agrees", "disagrees", "refused", "broke", "elements", "bit for bit", "not finite",
      "undecided", "cases/s",
    ])
    for record in records {
      let rate = record.seconds > 0 ? Int(Double(record.cases) / record.seconds).grouped : "-"
      table.add(
        [record.name]
          + [
            record.cases, record.agrees, record.disagrees, record.refused, record.broke, record.compared,
            record.comparedBits, record.comparedNonFinite, record.undecided,
          ].map(\.grouped) + [rate])
    }
    return table.lines
  }

  private var extremes: [String] {
    records.flatMap { record -> [String] in
      var lines: [String] = []
      if let ratio = record.largestRatio {
        lines.append(
          "\(record.name): largest |error|/radius \(ratio.error.value.fixed(3)) in \(ratio.error.place) of '\(ratio.line)'"
        )
      }
      if let ulp = record.largestUlp {
        lines.append(
          "\(record.name): largest error \(ulp.error.value.fixed(1)) ulp (of values above 1/64) in \(ulp.error.place) of '\(ulp.line)'"
        )
      }
      return lines
    }
  }

  private var models: [String] {
    records.flatMap { record in
      record.remarks.map { "\(record.name): \($0)" } + record.models.map { "\(record.name) is judged as \($0)" }
        + ["\(record.name) ran \(record.runtimes.sorted().joined(separator: ", "))"]
    }
  }

  private var comparisonTable: [String] {
    var table = TextTable(header: ["law or pair", "subject", "applied", "decidable", "vacuous", "failed"])
    for (law, records) in ledger.laws.sorted(by: { $0.key < $1.key }) {
      for (subject, record) in records.sorted(by: { $0.key < $1.key }) { table.add([law, subject] + record.cells) }
    }
    for (pair, record) in ledger.pairs.sorted(by: { $0.key < $1.key }) { table.add([pair, "-"] + record.cells) }
    return table.lines
  }

  private var sizeTable: [String] {
    var table = TextTable(header: ["size of a case", "10 %", "median", "90 %", "largest"])
    for size in sizes {
      table.add([size.size] + [size.tenth, size.median, size.ninetieth, size.largest].map(\.grouped))
    }
    return table.lines
  }

  private var labelLines: [String] {
    let counts = CaseLabel.allCases.map { "\($0.rawValue) \((ledger.labels[$0.rawValue] ?? 0).grouped)" }
    return wrapped("cases by kind: ", counts)
  }

  private var discriminationLines: [String] {
    let record = ledger.discrimination
    guard record.cases > 0 else { return [] }
    let shares = StandardMistake.allCases.map {
      "\($0.rawValue) \((record.noticed[$0.rawValue] ?? 0).grouped) of \((record.tried[$0.rawValue] ?? 0).grouped)"
    }
    let asked = record.cases - record.empty
    return wrapped("standard mistakes noticed: ", shares) + [
      "\(record.mistrusted.grouped) of \(asked.grouped) cases mistrusted: they notice none of these"
        + (record.firstMistrusted.map { "; first '\($0)'" } ?? "")
    ]
  }

  private var suspicionLines: [String] {
    ledger.subjects.filter { $0.secondTierCases > 0 }.map { record in
      "\(record.name): \(record.suspicious.grouped) of \(record.secondTierCases.grouped) cases suspicious, not wrong"
        + (record.firstSuspicious.map { ": \($0)" } ?? "")
    }
  }

  private var targetedLines: [String] {
    targeted.flatMap { record -> [String] in
      let head =
        "\(record.subject), \(record.scalar.rawValue): largest |error|/radius \(record.plain.fixed(3)) drawn, "
        + "\(record.targeted.fixed(3)) after a search of \(record.tried.grouped) small problems"
      return [head] + [record.detail.map { "  wrong: \($0)" }, "  '\(record.line)'"].compactMap { $0 }
    }
  }

  private var replayLines: [String] {
    let failing = replays.filter { $0.failure != nil }
    return ["replayed \(replays.count) known failures first: \(failing.count) still fail"]
      + failing.map { "  \($0.subject): \($0.file): \($0.failure ?? "")" }
  }

  private var closing: String {
    switch outcome {
    case .held: "All checks held."
    case .subjectWrong: "A subject is wrong: see the failures above."
    case .suiteFailed:
      ledger.reference?.disagrees ?? 0 > 0
        ? "The reference is wrong, so nothing here can be trusted." : "The suite failed: see above."
    case .interrupted: "Interrupted; what was judged so far held."
    case .misuse: "Misuse."
    }
  }
}

extension ComparisonRecord {
  fileprivate var cells: [String] { [applied, decidable, vacuous, failed].map(\.grouped) }
}

extension ExtremeError {
  fileprivate var place: String {
    part.rawValue + (step.map { "[step \($0)]" } ?? "") + "[row \(row)][unit \(unit)]"
  }
}

extension Counterexample {
  /// What is wrong and how to see it again.
  func lines(program: String?) -> [String] {
    var lines = [
      "  subject   \(subject)",
      "  check     \(check), in \(count.grouped) cases, first in '\(drawnLine)'",
      "  shrunk    \(shape) after \(attempts) attempts",
      "  wrong     \(detail)",
    ]
    if let equation = discrepancy?.equation { lines.append("  equation  \(equation.label): \(equation.statement)") }
    if let file { lines.append("  saved     \(file)") }
    lines.append(
      program.map { "  replay    \($0) replay \(invocation) '\(line)'" }
        ?? "  replay    try verify(backend, replaying: \"\(line)\")")
    return lines
  }
}

/// Words after a heading, in lines of at most 100 characters.
private func wrapped(_ heading: String, _ words: [String]) -> [String] {
  var lines: [String] = []
  var line = heading
  for (position, word) in words.enumerated() {
    let piece = word + (position < words.count - 1 ? ", " : "")
    if line.count + piece.count > 100 {
      lines.append(line)
      line = "  "
    }
    line += piece
  }
  return lines + [line]
}
