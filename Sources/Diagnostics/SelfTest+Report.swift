internal import LSTMContract

extension DiagnosisSelfTest {
  private func share(pairs: Bool) -> (named: Int, simpler: Int, of: Int) {
    let own = records.filter { $0.isPair == pairs && $0.verdict != .unseen }
    return (own.count { $0.verdict == .named }, own.count { $0.verdict == .simpler }, own.count)
  }

  /// Whether enough is named and nothing is named wrongly.
  public var holds: Bool {
    let (singles, pairs) = (share(pairs: false), share(pairs: true))
    func isEnough(_ share: (named: Int, simpler: Int, of: Int), _ least: Double) -> Bool {
      share.of > 0 && Double(share.named) >= least * Double(share.of - share.simpler)
    }
    return records.allSatisfy { $0.verdict != .misnamed } && isEnough(singles, Self.leastNamed.singles)
      && (pairs.of == 0 || isEnough(pairs, Self.leastNamed.pairs))
  }

  /// What was named and what was not, a line for each exception.
  public var text: String {
    var lines: [String] = []
    for verdict in [Verdict.misnamed, .unnamed, .unseen] {
      for record in records where record.verdict == verdict {
        lines.append(
          "\(verdict.rawValue): \(record.id), \(record.style)" + (record.first.map { ", taken for \($0)" } ?? ""))
      }
    }
    if !lines.isEmpty { lines.append("") }
    for isPair in [false, true] {
      let own = share(pairs: isPair)
      let unseen = records.count { $0.isPair == isPair && $0.verdict == .unseen }
      let first = records.count { $0.isPair == isPair && $0.verdict == .named && $0.first == $0.id }
      let alone = records.count { $0.isPair == isPair && $0.verdict == .named && $0.explanations == 1 }
      let of = own.of - own.simpler
      let percent = of > 0 ? Double(own.named * 1_000 / of) / 10 : 0
      lines.append(
        "\(scalar.rawValue): \(own.named) of \(of) \(isPair ? "pairs of conventions" : "single mistakes") named "
          + "(\(percent) %), \(first) of them first, \(alone) with nothing that no probe tells from it"
          + (own.simpler > 0 ? "; \(own.simpler) more answer like a simpler mistake" : "")
          + (unseen > 0 ? "; \(unseen) change no answer" : ""))
    }
    lines.append("\(records.count { $0.verdict == .misnamed }) misnamed, \(Double(Int(seconds * 10)) / 10) s")
    return lines.joined(separator: "\n")
  }
}
