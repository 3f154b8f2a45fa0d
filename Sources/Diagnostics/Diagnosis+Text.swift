internal import LSTMContract

extension Diagnosis {
  /// The most explanations, and the most wrong probes, that are named in text.
  private static let listed = 6

  /// For a person: what is first wrong, what else is, and which known mistake answers alike.
  public var lines: [String] {
    guard wrong > 0 else {
      return dependsOnEarlierCalls
        ? ["the answer to one problem depends on earlier calls"] : ["all \(probes) probes are answered rightly"]
    }
    var lines: [String] = []
    if let first = wrongDesigned.first {
      lines.append("first wrong: \(first.probe) (\(first.equation.label), \(first.shape)): \(first.detail)")
      let others = wrongDesigned.dropFirst().prefix(Self.listed).map(\.probe)
      let more = wrongDesigned.count - 1 - others.count
      if !others.isEmpty {
        lines.append(
          "also wrong: " + others.joined(separator: "; ") + (more > 0 ? "; and \(more) more" : "")
            + " (\(wrongDesigned.count) of \(designed) designed probes)")
      }
    } else if let first = firstWrongDrawn {
      lines.append("every designed probe is answered rightly; first wrong: '\(first.probe)': \(first.detail)")
    }
    if dependsOnEarlierCalls { lines.append("the answer to one problem depends on earlier calls") }
    if unanswered > 0 {
      lines.append(
        "no answer to \(unanswered) probes" + (skipped > 0 ? "; \(skipped) more were not put any more" : ""))
    }
    // Nothing reproduces what is no answer.
    return wrong > unanswered ? lines + naming : lines
  }

  private var naming: [String] {
    guard let best = explanations.first else {
      var lines = ["cause unknown: no known mistake, and no two of them, reproduce the answers to all \(probes) probes"]
      if let nearest {
        lines.append(
          "nearest, and not the cause: \(nearest.sentence) (\(nearest.agreed) of \(designed) designed probes)")
      }
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
