internal import LSTMContract

/// What can be told of a problem before its data, as a set: the features that `refuses` names, the activations, and
/// sizes above 1. What a subject refuses at run time is learnt in these terms.
struct OutlineTraits: OptionSet, Hashable, Sendable {
  let rawValue: UInt64

  init(rawValue: UInt64) { self.rawValue = rawValue }

  /// The traits of the problems of an outline in a scalar type.
  init(_ outline: ProblemOutline, scalar: ScalarKind) {
    var names = outline.features
    for other in Self.others where other.holds(outline) { names.append(other.name) }
    names.append(scalar.rawValue)
    self = names.reduce(into: []) { traits, name in traits.formUnion(Self.byName[name] ?? []) }
  }

  /// The names of all traits; the place of a name is its bit.
  static let names: [String] =
    ProblemOutline.featureNames + Activation.allCases.map { "activation:\($0.rawValue)" } + others.map(\.name)
    + ScalarKind.allCases.map(\.rawValue)

  private static let byName = Dictionary(
    uniqueKeysWithValues: names.enumerated().map { ($1, OutlineTraits(rawValue: 1 << UInt64($0))) })

  /// What no subject declares and some refuse: sizes above 1, and options where they change nothing.
  private static let others: [(name: String, holds: @Sendable (ProblemOutline) -> Bool)] = [
    ("T above 1", { $0.shape.timeSteps > 1 }), ("B above 1", { $0.shape.batch > 1 }),
    ("I above 1", { $0.shape.inputSize > 1 }), ("H above 1", { $0.shape.units > 1 }),
    ("zero_output without a mask", { $0.options.zeroOutputForMask && $0.mask == .none }),
    ("aligned forwards", { $0.options.outputOrder == .aligned && !$0.options.goBackwards }),
  ]

  /// The scalar types as traits.
  static let scalars = OutlineTraits(names: ScalarKind.allCases.map(\.rawValue))

  /// The names of the traits in the set, in the order of `names`.
  var names: [String] {
    Self.names.indices.filter { rawValue & 1 << UInt64($0) != 0 }.map { Self.names[$0] }
  }

  /// The traits that a text names as words of their own: `no masks` names none, `mask` names one.
  static func named(in text: String) -> OutlineTraits {
    let words = text.split { !($0.isLetter || $0.isNumber || "_:./".contains($0)) }.map { word in
      word.last == "." || word.last == ":" ? String(word.dropLast()) : String(word)
    }
    return words.reduce(into: []) { traits, word in
      guard ProblemOutline.featureNames.contains(word) || word.hasPrefix("activation:") else { return }
      traits.formUnion(byName[word] ?? [])
    }
  }
}
