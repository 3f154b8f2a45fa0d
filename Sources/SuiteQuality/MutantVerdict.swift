internal import LSTMContract
internal import Mutants
internal import Verification

/// What came of one mutant.
public enum MutantVerdict: String, CaseIterable, Sendable, Codable {
  /// A check saw it.
  case killed
  /// No check saw it, and nothing proves that none could: the suite failed.
  case survived
  /// Its fault is proven to stay within what the declared arithmetic allows; no check may see it.
  case legal
  /// It is proven to answer as the faithful body does, bit for bit.
  case equivalent
  /// A check saw what is proven legal or equivalent: the suite failed.
  case falseAlarm = "false alarm"

  init(wasSeen: Bool, standing: Standing) {
    self =
      switch (standing, wasSeen) {
      case (.undetermined, true): .killed
      case (.undetermined, false): .survived
      case (.legal, false): .legal
      case (.equivalent, false): .equivalent
      case (_, true): .falseAlarm
      }
  }
}

extension Mutant {
  /// What is proven of the mutant in every one of these scalar types, under the models that its body declares there.
  func standing(in scalars: [ScalarKind]) -> Standing {
    let each = Set(scalars.map { standing(under: ArithmeticModel(scalar: $0)) })
    if each.isEmpty || each.contains(.undetermined) { return .undetermined }
    return each.contains(.legal) ? .legal : .equivalent
  }
}
