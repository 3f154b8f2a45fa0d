internal import LSTMContract

extension Mutant {
  /// E6 and E7 written down wrongly, or taken from a neighbouring design.
  static let cellFaults: [Mutant] = [
    cell("candidate-subtracted", "The candidate is subtracted: c = f c' - i j.", .candidateSubtracted),
    cell("input-gate-ignored", "The candidate enters whole: c = f c' + j.", .inputGateIgnored),
    cell(
      "input-gate-coupled", "The input gate is the forget gate's complement: c = f c' + (1 - f) j.", .inputGateCoupled),
    cell("forget-gate-ignored", "There is no forget gate: c = c' + i j.", .forgetGateIgnored),
    cell("forget-gate-complemented", "The forget gate says what goes: c = (1 - f) c' + i j.", .forgetGateComplemented),
    cell("output-gate-ignored", "There is no output gate: h = tanh(c).", .outputGateIgnored),
    cell("output-gate-inside-tanh", "The output gate acts before tanh: h = tanh(o c).", .outputGateInside),
    cell("output-of-old-cell", "The output is made of the cell state before the step: h = o tanh(c').", .oldCell),
  ]

  private static func cell(_ id: String, _ sentence: String, _ edit: CellEdit) -> Mutant {
    Mutant(id, sentence, class: .cell, origin: .systematic, fault: OtherCell(edit: edit))
  }
}

private enum CellEdit {
  case candidateSubtracted, inputGateIgnored, inputGateCoupled, forgetGateIgnored, forgetGateComplemented
  case outputGateIgnored, outputGateInside, oldCell
}

private struct OtherCell: CellFault {
  let edit: CellEdit

  func states<S: LSTMScalar>(_ gates: CellGates<S>, previous: S, squash: (S) -> S) -> (c: S, h: S) {
    let (i, f, j, o) = (gates.i, gates.f, gates.j, gates.o)
    let c =
      switch edit {
      case .candidateSubtracted: f * previous - i * j
      case .inputGateIgnored: f * previous + j
      case .inputGateCoupled: f * previous + (1 - f) * j
      case .forgetGateIgnored: previous + i * j
      case .forgetGateComplemented: (1 - f) * previous + i * j
      case .outputGateIgnored, .outputGateInside, .oldCell: f * previous + i * j
      }
    switch edit {
    case .outputGateIgnored: return (c, squash(c))
    case .outputGateInside: return (c, squash(o * c))
    case .oldCell: return (c, o * squash(previous))
    default: return (c, o * squash(c))
    }
  }
}
