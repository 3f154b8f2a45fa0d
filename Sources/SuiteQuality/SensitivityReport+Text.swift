public import CaseFiles
internal import LSTMContract
internal import Mutants
internal import Verification

extension SensitivityReport {
  /// A line for each family and size, then where the limit of each family lies.
  public var text: String {
    var table = TextTable(header: ["fault", "e", "budget", "median", "lstm-verify", "suspicious"] + rules)
    for row in rows {
      let cases = row.cases.sorted()
      let median = cases.count * 2 > row.tried ? cases[row.tried / 2].grouped : "-"
      let own = row.share.map { percent($0) } ?? (row.legal > 0 ? "legal" : "equivalent")
      let suspicious = row.tried == 0 ? "-" : percent(Double(row.suspicious) / Double(row.tried))
      table.add(
        [row.kind.rawValue, power(row.size), row.tried == 0 ? "-" : row.budget.grouped, median, own, suspicious]
          + rules.map { percent(row.share(of: $0)) })
    }
    var lines = table.lines
    let kinds = GradedKind.allCases.filter { kind in rows.contains { $0.kind == kind } }
    lines += [
      "",
      "percent of \(rows.first?.samples ?? 0) faults at drawn places, float, p = \(Int(Self.activationUnits)), "
        + "seed 0x\(String(seed, radix: 16))",
      "suspicious: not noticed, and outside of the class that the activation probe reads of the fault",
      "budget: the most cases for each; median: the cases until half were noticed, by the step oracle alone",
    ]
    if !accusers.isEmpty {
      lines.append("also accuse the body without a fault: \(accusers.joined(separator: ", "))")
    }
    lines += ["", "physical limits:"] + kinds.map { "\($0.rawValue): \(Self.limit(of: $0))" }
    return lines.joined(separator: "\n")
  }

  /// Where a family's limit lies in float at p = 6, computed from the model (Docs/sensitivity.md).
  static func limit(of kind: GradedKind) -> String {
    let model = MutantBackend<Float>(nil).model
    let u = model.unitRoundoff
    switch kind {
    case .weight, .hiddenWeight:
      return "1 + e rounds to 1 up to e = u = \(scientific(u)), 1 - e up to u/2 = \(scientific(u / 2)); "
        + "such a mutant is equivalent, and anything larger can show"
    case .bias:
      return "none: a bias of 0 becomes e, and a gate that is identity or relu shows it; seen through a sigmoid at 0, "
        + "e must exceed 4pu = \(scientific(4 * model.sigmoid.absolute)), through tanh pu = \(scientific(model.tanh.absolute))"
    case .tanh, .sigmoid:
      let bound = kind == .tanh ? model.tanh : model.sigmoid
      return
        "legal up to e = (p - 2)u = \(scientific(model.hiddenMove(of: bound))); surely outside the class only above "
        + "(p + 2)u = \(scientific(bound.absolute + 2 * u))"
    }
  }

  /// Writes the plot, whole or not at all.
  ///
  /// - Throws: `CaseFileError` where the file cannot be written.
  public func writePlot(to path: String) throws(CaseFileError) { try writeAtomically(Array(svg.utf8), to: path) }
}

/// A share as percent, without the sign: 97.5, 100.
private func percent(_ share: Double) -> String {
  let text = (share * 100).fixed(1)
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

/// A power of ten as it is typed.
private func power(_ size: Double) -> String { "1e-\(exponent(of: size))" }

/// -log10 of a power of ten.
func exponent(of size: Double) -> Int {
  var (exponent, value) = (0, size)
  while value < 0.5 {
    value *= 10
    exponent += 1
  }
  return exponent
}

/// Two digits after the point and the exponent: 2.38e-7.
private func scientific(_ value: Double) -> String {
  var (exponent, mantissa) = (0, value)
  while mantissa < 1 {
    mantissa *= 10
    exponent += 1
  }
  return "\(mantissa.fixed(2))e-\(exponent)"
}
