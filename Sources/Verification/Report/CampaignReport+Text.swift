public import Diagnostics
internal import CaseLab
internal import LSTMContract
internal import LSTMOracle

extension CampaignReport {
  /// The summary for a person, a paragraph for each matter.
  ///
  /// - Parameter program: how the reader starts this program, for the lines to paste; nil where the
  ///   subject is a type of the reader's own, which `verify(_:replaying:)` puts on trial again.
  public func text(program: String? = "lstm-verify") -> String {
    var parts = [verdictText]
    parts += counterexamples.enumerated().map {
      $1.text(number: $0 + 1, of: counterexamples.count, program: program)
    }
    parts += diagnoses.map { Self.text(of: $0.diagnosis) }
    return (parts + [endText]).joined(separator: "\n\n")
  }

  /// What the judged cases say, without what is wrong: the counts, and a line for each check that failed.
  public var verdictText: String {
    var lines = [headline, ""]
    lines += subjectTable + [""]
    lines += extremes + [""]
    lines += models + veryLargeLines + [""]
    if !refusalLines.isEmpty { lines += refusalLines + [""] }
    lines += partTable + [""]
    lines += comparisonTable + [""]
    if ledger.cases > 0 { lines += sizes.lines(withRequired: configuration.fixed.isEmpty) + [""] }
    lines += labelLines
    lines += [""] + discriminationLines + suspicionLines
    if !targeted.isEmpty { lines += [""] + targetedLines }
    if !replays.isEmpty { lines += [""] + replayLines }
    if !counterexamples.isEmpty {
      lines += ["", "Failed cases, as drawn:"]
      lines += counterexamples.map {
        "  \($0.subject): \($0.checkNames), in \($0.count.grouped) cases, '\($0.drawnLine)'"
      }
    }
    return lines.joined(separator: "\n")
  }

  /// Why a subject is wrong. Where no probe of the diagnosis is answered wrongly, that is said instead: what failed, and
  /// where, stands above.
  public static func text(of diagnosis: Diagnosis) -> String {
    let isSeen = diagnosis.wrong > 0 || diagnosis.dependsOnEarlierCalls || diagnosis.wasCut
    let heading =
      isSeen
      ? ["WHY \(diagnosis.subject) is wrong, in \(diagnosis.scalar.rawValue)"]
      : [
        "NOT EXPLAINED: \(diagnosis.subject), in \(diagnosis.scalar.rawValue)",
        "  every probe is answered rightly; only the checks above fail, in the cases named there",
      ]
    return (heading + diagnosis.lines.map { "  " + $0 }).joined(separator: "\n")
  }

  /// What comes last: what is missing, and the verdict.
  public var endText: String {
    var lines = undiagnosed.map { "WHY \($0.subject) is wrong was not looked for: \($0.reason)" }
    if !shortcomings.isEmpty { lines += ["Coverage goals not met:"] + shortcomings.map { "  \($0)" } }
    let missed = goalsMissedByWrongSubjects
    if !missed.isEmpty {
      lines += ["Judged by fewer cases than planned, because the subject is wrong:"] + missed.map { "  \($0.reason)" }
    }
    if referenceIsWrong { lines.append("The reference is wrong: see its row above.") }
    lines += cautionLines
    if !weaknesses.isEmpty {
      lines += ["Too little could be judged:"] + weaknesses.map { "  \($0.subject): \($0.reason)" }
    }
    return (lines + (lines.isEmpty ? [] : [""]) + [closing]).joined(separator: "\n")
  }

  private var headline: String {
    let seed = "0x" + String(configuration.seed, radix: 16)
    let scalars = configuration.scalars.map(\.rawValue).joined(separator: " and ")
    let rate = seconds > 0 ? " (\(Int(Double(ledger.cases) / seconds).grouped) a second)" : ""
    let sizes = configuration.sizes == .standard ? "" : ", \(configuration.sizes.rawValue) sizes"
    let fixed = configuration.fixed.isEmpty ? "" : ", \(configuration.fixed) fixed"
    return "\(askedText) in \(scalars), seed \(seed), generator \(CaseGenerator.version)\(sizes)\(fixed), "
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
          "\(record.name): largest |error|/radius\(record.probedModels.isEmpty ? "" : " of the probed class") \(ratio.error.value.fixed(3)) in \(ratio.error.place) of '\(ratio.line)'"
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
        + record.probedModels.map { "\(record.name) is suspicious outside of \($0)" }
        + ["\(record.name) ran \(record.runtimes.sorted().joined(separator: ", "))"]
    }
  }

  private var comparisonTable: [String] {
    var table = TextTable(header: ["law or pair", "subject", "cases", "decided", "undecided", "failed", "refused"])
    for (law, records) in ledger.laws.sorted(by: { $0.key < $1.key }) {
      for (subject, record) in records.sorted(by: { $0.key.name < $1.key.name }) {
        table.add([law, subject.name] + record.cells)
      }
    }
    for (pair, record) in ledger.pairs.sorted(by: { "\($0.key)" < "\($1.key)" }) {
      table.add(["\(pair)", "-"] + record.cells)
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
    return wrapped(
      "standard mistakes noticed\(configuration.weights.map { " with the weights \($0)" } ?? ""): ", shares) + [
        "\(record.mistrusted.grouped) of \(asked.grouped) cases are too weak to notice any of these"
          + (record.firstMistrusted.map { "; first '\($0)'" } ?? "")
      ]
  }

  private var suspicionLines: [String] {
    ledger.subjects.filter { !$0.probedModels.isEmpty }.map { record in
      "\(record.name): \(record.suspicious.grouped) of \(record.judged.grouped) cases suspicious: larger errors than "
        + "in a sample of its answers, but no larger than it declares"
        + (record.firstSuspicious.map { "; first \($0)" } ?? "")
    }
      + ledger.subjects.filter { $0.secondTierCases > 0 }.map { record in
        "\(record.name): \(record.outsideSecondTier.grouped) of \(record.secondTierCases.grouped) cases with a sum less exact than "
          + "usual, which is not wrong" + (record.firstOutsideSecondTier.map { "; first \($0)" } ?? "")
      }
  }

  /// What explains wrong answers where no known mistake does: activations that are approximations.
  private var cautionLines: [String] {
    let explained = Set(diagnoses.filter { !$0.diagnosis.explanations.isEmpty }.map(\.subject))
    let lines = ledger.records.filter { $1.disagrees > 0 && !explained.contains($0) }.flatMap { _, record in
      record.cautions.map { "  \(record.name): \($0)" }
    }
    return lines.isEmpty ? [] : ["Activations with larger errors than declared:"] + lines
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

  private var weakNames: String {
    let weak = Set(weaknesses.map(\.subject))
    return ledger.records.map(\.id).filter(weak.contains).map(\.name).joined(separator: ", ")
  }

  private var closing: String {
    switch outcome {
    case .held:
      weaknesses.isEmpty
        ? "All checks held."
        : "Too little of \(weakNames) could be judged, which --accept-weak accepts. The rest holds."
    case .subjectWrong:
      hasWrongSubject
        ? "A subject is wrong: see the failures above."
        : "A subject gave suspicious answers, which --strict counts as wrong."
    case .suiteFailed:
      if referenceIsWrong {
        "No verdict: the reference is wrong, so nothing here can be relied on."
      } else if shortcomings.isEmpty {
        "No verdict: too little of \(weakNames) could be judged. --accept-weak accepts that."
      } else {
        "No verdict: coverage goals were not met, see above."
      }
    case .interrupted: "Interrupted; all that was judged until then holds."
    case .misuse: "Misuse."
    }
  }
}

extension ComparisonRecord {
  fileprivate var cells: [String] { [applied, decidable, vacuous, failed, refused].map(\.grouped) }
}

extension ExtremeError {
  fileprivate var place: String {
    part.rawValue + (step.map { "[step \($0)]" } ?? "") + "[row \(row)][unit \(unit)]"
  }
}

extension Counterexample {
  /// The failure for a person, numbered among all of a report.
  public func text(number: Int, of count: Int, program: String? = "lstm-verify") -> String {
    (["FAILURE \(number) of \(count)"] + lines(program: program)).joined(separator: "\n")
  }

  /// What is wrong and how to see it again.
  func lines(program: String?) -> [String] {
    var lines = [
      "  subject   \(subject)",
      "  check     \(checkNames), in \(count.grouped) cases, first in '\(drawnLine)'",
      "  shrunk    \(shape) after \(attempts) attempts" + (earlierShape.map { ", and a call before it, \($0)" } ?? "")
        + (wasCut ? ", cut short" : ""),
      "  wrong     \(detail)",
    ]
    if let equation = discrepancy?.equation { lines.append("  equation  \(equation.label): \(equation.statement)") }
    if isTooLong, file == nil {
      lines.append("  too long  the shrunk case has too many values for a line; --corpus saves it in a file")
    }
    if let file { lines.append("  saved     \(file)") }
    if let unsaved { lines.append("  not saved \(unsaved)") }
    if earlierLine != nil {
      lines.append("  earlier   an earlier call matters: the second of two calls is answered wrongly after the first")
    }
    let after = earlierLine.map { ", after: \"\($0)\"" } ?? ""
    lines.append(
      program.map { "  replay    \($0) replay \(invocation) \(replayable)" }
        ?? "  replay    try verify(backend, replaying: \"\(line)\"\(after))")
    return lines
  }

  fileprivate var checkNames: String {
    guard checks.count > 1 else { return "\(check)" }
    return checks.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value.grouped))" }.joined(separator: ", ")
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
