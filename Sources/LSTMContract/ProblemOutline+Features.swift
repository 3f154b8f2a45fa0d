extension ProblemOutline {
  /// What an implementation may not support, by the names that `refuses` takes, beside `activation:NAME`.
  public static let featureNames = table.map(\.name)

  /// The features that a problem of this outline asks for, in the order of `featureNames`, then its activations. A
  /// feature that only data decide is missing where it is not known.
  public var features: [String] {
    var activations = ["activation:\(options.tanhActivation.rawValue)"]
    if options.sigmoidActivation != options.tanhActivation {
      activations.append("activation:\(options.sigmoidActivation.rawValue)")
    }
    return Self.table.filter { $0.isAsked(self) }.map(\.name) + activations
  }

  /// A name, and whether an outline asks for it.
  private typealias Feature = (name: String, isAsked: @Sendable (ProblemOutline) -> Bool)

  private static let table: [Feature] = [
    ("mask", { $0.mask != .none }),
    ("gapped_mask", { $0.mask.isGapped }),
    ("empty_row", { $0.mask.hasEmptyRow }),
    ("held_output", { $0.mask != .none && !$0.options.zeroOutputForMask }),
    ("go_backwards", { $0.options.goBackwards }),
    // Forwards, the two output orders are one.
    ("aligned", { $0.options.outputOrder == .aligned && $0.options.goBackwards }),
    // Without a mask there is no masked step.
    ("zero_output", { $0.mask != .none && $0.options.zeroOutputForMask }),
    ("time_major", { $0.options.layout == .timeMajor }),
    ("no_steps", { $0.shape.timeSteps == 0 }),
    ("no_rows", { $0.shape.batch == 0 }),
    ("no_bias", { !$0.hasBias }),
    ("initial_state", { $0.hasInitialState == true }),
    ("not_finite", { $0.isFinite == false }),
    ("activations_exchanged", { $0.options.tanhActivation == .sigmoid || $0.options.sigmoidActivation == .tanh }),
  ]
}

extension MaskOutline {
  /// Whether some step counts behind one that does not.
  public var isGapped: Bool {
    if case .gapped = self { true } else { false }
  }

  /// Whether T > 0 and no step of some row counts.
  public var hasEmptyRow: Bool {
    switch self {
    case .none: false
    case .lengths(let hasEmptyRow), .gapped(let hasEmptyRow): hasEmptyRow
    }
  }
}
