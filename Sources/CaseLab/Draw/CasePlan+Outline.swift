public import LSTMContract

extension CasePlan {
  /// The outline of its problem. It says nothing that the data could prove wrong: where they decide, it is nil.
  public var outline: ProblemOutline {
    let isEmpty = shape.timeSteps == 0 || shape.batch == 0
    let rows = maskRows
    let mayHaveState = (hasInitialH || hasInitialC) && shape.batch > 0
    var isFinite: Bool?
    switch regime {
    case .infinity, .nan: isFinite = isEmpty ? nil : false
    case .nanAtMaskedSteps: isFinite = !(rows ?? []).contains { $0.contains(false) }
    case .denseContractive, .denseExpansive, .saturated, .tiny, .exactDense, .oneHot, .zeroInput,
      .sparseSequence,
      .counter, .signedZero, .subnormal, .subnormalAlone, .huge:
      isFinite = true
    }
    return ProblemOutline(
      shape: shape, options: options, mask: maskOutline(rows), hasBias: hasBias,
      hasInitialState: mayHaveState && !regime.mayLoseStates ? true : mayHaveState ? nil : false,
      isFinite: isFinite)
  }

  /// Whether each step counts, by row, in time order; nil without a mask.
  var maskRows: [[Bool]]? {
    guard mask != .none else { return nil }
    let draw = MaskDraw(
      kind: mask, random: key.random.stream(4), steps: shape.timeSteps, batch: shape.batch,
      firstRun: maskedRun)
    return (0..<shape.batch).map(draw.row)
  }

  private func maskOutline(_ rows: [[Bool]]?) -> MaskOutline {
    guard let rows else { return .none }
    let hasEmptyRow = shape.timeSteps > 0 && rows.contains { !$0.contains(true) }
    let isGapped = rows.contains { row in zip(row, row.dropFirst()).contains { !$0 && $1 } }
    return isGapped ? .gapped(hasEmptyRow: hasEmptyRow) : .lengths(hasEmptyRow: hasEmptyRow)
  }
}
