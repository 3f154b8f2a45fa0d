internal import LSTMContract
internal import LSTMOracle

extension CampaignReport {
  /// How the arrays of the answers were judged, a line for each subject and array, and what follows from those that
  /// are not given.
  var partTable: [String] {
    let records = ledger.subjects.filter { !$0.parts.isEmpty }
    guard !records.isEmpty else { return [] }
    var table = TextTable(header: [
      "array", "subject", "judged at steps", "end to end", "undecided", "unjudged", "not given",
    ])
    for part in AnswerPart.allCases {
      for record in records {
        guard let count = record.parts[part.rawValue] else { continue }
        table.add(
          [part.rawValue, record.name]
            + [count.atSteps, count.endToEnd, count.undecided, count.unjudged, count.notGiven].map(\.grouped))
      }
    }
    return table.lines + records.flatMap(\.remarksOnAbsentParts)
  }
}

extension SubjectRecord {
  /// The arrays that it never returned.
  var absentParts: [AnswerPart] { AnswerPart.allCases.filter { parts[$0.rawValue]?.notGiven ?? 0 > 0 } }

  /// What cannot be seen because of them.
  fileprivate var remarksOnAbsentParts: [String] {
    let absent = absentParts
    guard !absent.isEmpty else { return [] }
    let judged = agrees + disagrees
    var lines = [
      "\(name) does not give \(absent.map(\.rawValue).joined(separator: ", ")): "
        + "\((judged - partlyUndecided).grouped) of \(judged.grouped) cases are decided in every array that it gives"
    ]
    if absent.contains(.outputs) {
      lines.append("\(name): faults of outputs and of h before the last step show only in what they do to the states")
    }
    if absent.contains(.finalC) { lines.append("\(name): faults of c that h does not show cannot be seen") }
    return lines
  }
}
