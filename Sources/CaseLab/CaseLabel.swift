internal import LSTMContract

/// A kind of case. Runs count how often each was drawn; a run that drew too few of a kind fails.
public enum CaseLabel: String, CaseIterable, Codable, Sendable {
  case noMask = "no mask"
  case rightPadded = "right-padded"
  case leftPadded = "left-padded"
  case holes
  case emptyRow = "empty row"
  case allMasked = "all masked"
  case allTrue = "all true"
  case backward
  case timeMajor = "time-major"
  case aligned = "aligned outputs"
  case zeroOutput = "zero output"
  case zeroState = "zero state"
  case onlyH = "h0 only"
  case onlyC = "c0 only"
  case bothStates = "h0 and c0"
  case noBias = "no bias"
  case noSteps = "T = 0"
  case noRows = "B = 0"
  case oneStep = "T = 1"
  case oneRow = "B = 1"
  case oneUnit = "H = 1"
  case oneFeature = "I = 1"
  case wide = "I or H above 64"
  case long = "T of 64 and more"
  case vectorTail = "H no multiple of 4"
  case defaultActivations = "tanh and sigmoid"
  case otherActivations = "other activations"
  case nonFinite = "values that are not finite"
  case maskedNaN = "NaN at masked steps"
  case countedNaN = "NaN at steps that count"
  case longRun = "masked run of 12 and more inside"
  case negativeZeroState = "T = 0 with -0 in a state"
  case denseContractive, denseExpansive, saturated, tiny, exactDense, oneHot, zeroInput,
    sparseSequence, counter
  case signedZero, subnormal, subnormalAlone, huge, infinity, nan, nanAtMaskedSteps
}

extension CaseLabel {
  /// The share of cases that bear the label, measured over 20,000 draws and rounded down.
  public var expectedShare: Double {
    switch self {
    case .noMask: 0.20
    case .rightPadded, .leftPadded: 0.08
    case .holes: 0.12
    case .emptyRow: 0.10
    case .allMasked: 0.05
    case .allTrue: 0.15
    case .backward, .timeMajor, .aligned, .zeroOutput: 0.4
    case .zeroState: 0.12
    case .onlyH: 0.15
    case .onlyC, .bothStates: 0.2
    case .noBias: 0.1
    case .noSteps, .noRows: 0.007
    case .oneStep: 0.2
    case .oneRow: 0.1
    case .oneUnit: 0.04
    case .oneFeature: 0.05
    case .wide: 0.09
    case .long: 0.02
    case .vectorTail: 0.5
    case .defaultActivations: 0.7
    case .otherActivations: 0.12
    case .nonFinite: 0.08
    case .maskedNaN: 0.03
    case .countedNaN: 0.025
    case .longRun: 0.02
    case .negativeZeroState: 0.001
    case .denseContractive: 0.15
    case .denseExpansive: 0.08
    case .saturated, .tiny: 0.04
    case .exactDense, .oneHot, .sparseSequence: 0.08
    case .zeroInput, .counter: 0.045
    case .subnormalAlone: 0.012
    case .signedZero, .subnormal, .infinity, .nanAtMaskedSteps: 0.02
    case .huge: 0.014
    case .nan: 0.03
    }
  }

  /// How many cases of a run must bear the label at least: a quarter of what is expected.
  public func minimumCount(inCases cases: Int) -> Int { Int(Double(cases) * expectedShare / 4) }

  /// The labels that a problem bears, read off its arrays; the regime adds its own.
  static func labels<Scalar: LSTMScalar>(of problem: LSTMProblem<Scalar>, regime: Regime?) -> Set<
    CaseLabel
  > {
    let (shape, options) = (problem.shape, problem.options)
    let hasH = problem.initialH.elements.contains { $0 != 0 }
    let hasC = problem.initialC.elements.contains { $0 != 0 }
    var labels: Set<CaseLabel> = []
    func mark(_ label: CaseLabel, _ bears: Bool) { if bears { labels.insert(label) } }
    labels.formUnion(maskLabels(of: problem))
    mark(.backward, options.goBackwards)
    mark(.timeMajor, options.layout == .timeMajor)
    mark(.aligned, options.outputOrder == .aligned)
    mark(.zeroOutput, options.zeroOutputForMask)
    mark(hasH ? (hasC ? .bothStates : .onlyH) : (hasC ? .onlyC : .zeroState), shape.batch > 0)
    mark(.noBias, problem.bias == nil)
    mark(.noSteps, shape.timeSteps == 0)
    mark(.noRows, shape.batch == 0)
    mark(.oneStep, shape.timeSteps == 1)
    mark(.oneRow, shape.batch == 1)
    mark(.oneUnit, shape.units == 1)
    mark(.oneFeature, shape.inputSize == 1)
    mark(.wide, max(shape.inputSize, shape.units) > 64)
    mark(.long, shape.timeSteps >= 64)
    mark(.vectorTail, shape.units % 4 != 0)
    let isDefault = options.tanhActivation == .tanh && options.sigmoidActivation == .sigmoid
    mark(isDefault ? .defaultActivations : .otherActivations, true)
    mark(.nonFinite, problem.arrays.contains { !$0.tensor.elements.allSatisfy(\.isFinite) })
    mark(.countedNaN, hasCountedNaN(problem))
    let states = [problem.initialH, problem.initialC]
    mark(
      .negativeZeroState,
      shape.timeSteps == 0
        && states.contains { $0.elements.contains { $0 == 0 && $0.sign == .minus } })
    if let regime { labels.insert(regime.label) }
    return labels
  }

  private static func hasCountedNaN<Scalar: LSTMScalar>(_ problem: LSTMProblem<Scalar>) -> Bool {
    let (mask, size) = (problem.mask?.elements, problem.shape.inputSize)
    return problem.input.elements.indices.contains { position in
      problem.input.elements[position].isNaN && (mask?[position / size] ?? true)
    }
  }

  /// Whether so many masked steps stand between steps that count.
  private static func hasRun(_ row: [Bool], of least: Int) -> Bool {
    guard let first = row.firstIndex(of: true), let last = row.lastIndex(of: true) else {
      return false
    }
    var length = 0
    for counts in row[first...last] {
      length = counts ? 0 : length + 1
      if length >= least { return true }
    }
    return false
  }

  private static func maskLabels<Scalar: LSTMScalar>(of problem: LSTMProblem<Scalar>) -> Set<
    CaseLabel
  > {
    guard let mask = problem.mask?.elements else { return [.noMask] }
    let (steps, batch) = (problem.shape.timeSteps, problem.shape.batch)
    guard steps > 0, batch > 0 else { return [] }
    let rows = (0..<batch).map { row in
      (0..<steps).map { mask[problem.position(time: $0, row: row)] }
    }
    var labels: Set<CaseLabel> = []
    if mask.allSatisfy({ $0 }) { labels.insert(.allTrue) }
    if mask.allSatisfy({ !$0 }) { labels.insert(.allMasked) }
    if rows.contains(where: { !$0.contains(true) }), mask.contains(true) {
      labels.insert(.emptyRow)
    }
    let partly = rows.filter { $0.contains(true) && $0.contains(false) }
    func falls(_ row: [Bool]) -> Bool { zip(row, row.dropFirst()).allSatisfy { $0 || !$1 } }
    func rises(_ row: [Bool]) -> Bool { zip(row, row.dropFirst()).allSatisfy { !$0 || $1 } }
    if !partly.isEmpty {
      if partly.allSatisfy(falls) { labels.insert(.rightPadded) }
      if partly.allSatisfy(rises) { labels.insert(.leftPadded) }
      if partly.contains(where: { !falls($0) && !rises($0) }) { labels.insert(.holes) }
    }
    if partly.contains(where: { hasRun($0, of: 12) }) { labels.insert(.longRun) }
    let size = problem.shape.inputSize
    let isMaskedNaN = mask.indices.contains { place in
      !mask[place]
        && problem.input.elements[place * size..<(place + 1) * size].contains { !$0.isFinite }
    }
    if isMaskedNaN { labels.insert(.maskedNaN) }
    return labels
  }
}
