internal import LSTMContract
internal import LSTMOracle

extension Diagnosis.Finding {
  /// Where the probe is about masks or order, and the element that differs is defined by another equation: that one.
  fileprivate var brokenElsewhere: Equation? {
    guard equation.rawValue >= Equation.maskDirection.rawValue, let broken = discrepancy?.equation else { return nil }
    return broken == equation ? nil : broken
  }
}

extension Diagnosis {
  /// The most explanations, and the most wrong probes, that are named in text.
  private static let listed = 6

  /// For a person: what is first wrong, what else is, and which known mistake answers alike.
  public var lines: [String] {
    let cut = "not finished: ended after \(probes) probes, for want of time or because somebody asked for it"
    guard wrong > 0 else {
      if wasCut { return [cut] }
      return dependsOnEarlierCalls
        ? ["the answer to one problem depends on earlier calls"]
        : probes > 0
          ? ["all \(probes) probes of the diagnosis are answered rightly" + refusals]
          : ["no probe was answered" + refusals]
    }
    var lines: [String] = []
    if dependsOnEarlierCalls {
      lines.append("the answer to one problem depends on earlier calls: what follows may come of that")
    }
    if let first = wrongDesigned.first {
      lines.append("first wrong: \(first.probe) (\(first.shape))")
      lines.append("  \(first.detail)")
      if explanations.isEmpty, let broken = first.brokenElsewhere {
        lines.append("  breaks \(broken.label): \(broken.statement)")
        lines.append("  in a probe of \(first.equation.label): \(first.equation.statement)")
      } else {
        lines.append("  \(first.equation.label): \(first.equation.statement)")
      }
      let others = wrongDesigned.dropFirst().prefix(Self.listed).map(\.probe)
      let more = wrongDesigned.count - 1 - others.count
      if !others.isEmpty {
        lines.append(
          "also wrong: " + others.joined(separator: "; ") + (more > 0 ? "; and \(more) more" : "")
            + " (\(wrongDesigned.count) of \(designed) designed probes)")
      }
    } else if let first = firstWrongDrawn {
      let rest = designed > 0 ? "all \(designed) designed probes are answered rightly; " : ""
      lines.append("\(rest)first wrong: '\(first.probe)'")
      lines.append("  \(first.detail)")
    }
    if refused > probes { lines.append("\(refused) probes were refused, so that the diagnosis rests on \(probes)") }
    if unanswered > 0 {
      lines.append(
        "no answer to \(unanswered) probes" + (skipped > 0 ? "; \(skipped) more were not put any more" : ""))
    }
    if wasCut { lines.append(cut) }
    // Nothing reproduces what is no answer.
    return wrong > unanswered ? lines + naming : lines
  }

  private var refusals: String { refused > 0 ? "; \(refused) were refused" : "" }

  private var naming: [String] {
    guard let best = explanations.first else {
      if wasCut { return [] }
      if let approximation { return approximation.lines }
      var lines = ["cause unknown: no known mistake, and no two of them, reproduce the answers to all \(probes) probes"]
      guard let nearest else { return lines }
      if nearest.agreed == designed {
        lines.append(
          "explains all \(designed) designed probes, and not every drawn case: \(nearest.sentence) [\(nearest.id)]")
      } else {
        lines.append(
          "nearest, and not the whole cause: \(nearest.sentence) [\(nearest.id)] (\(nearest.agreed) of \(designed) designed probes)"
        )
      }
      if let missedByNearest { lines.append("  it does not answer as the subject does to: \(missedByNearest)") }
      return lines
    }
    var lines = [
      "cause: \(best.sentence) [\(best.id)]",
      "  reproduces the answers to \(best.agreed) of \(probes) probes, \(wrong) of which a correct LSTM answers otherwise",
    ]
    let others = explanations.dropFirst().prefix(Self.listed).map(\.id)
    if !others.isEmpty {
      let more = explanations.count - 1 - others.count
      lines.append(
        "  no probe tells it from: " + others.joined(separator: ", ") + (more > 0 ? ", and \(more) more" : ""))
    }
    return lines
  }
}
