package import Properties

/// Which laws a case is put to.
package struct LawSelection: Sendable {
  package var laws: [any Law]
  package var callLaws: [any CallLaw]
  /// Decides every random choice of the laws.
  package var draws: [UInt64]

  /// Every law, under several draws: what a replay applies.
  package static func every(draws: [UInt64]) -> LawSelection {
    LawSelection(laws: Laws.all, callLaws: CallLaws.all, draws: draws)
  }

  /// The laws of one generated case, in rotation: the first of the laws of two problems that applies, and the first call
  /// law.
  ///
  /// A law that does not apply to the case, or has had its trials in this ledger, hands its turn to the next.
  package static func rotating(at turn: Int, draw: UInt64) -> LawSelection {
    func rotated<Element>(_ all: [Element]) -> [Element] {
      let start = turn % all.count
      return Array(all[start...] + all[..<start])
    }
    return LawSelection(laws: rotated(Laws.all), callLaws: rotated(CallLaws.all), draws: [draw])
  }

  /// The checks of the laws of two problems, then those of the laws about calls: of each law, one for each draw.
  package var checks: [[LazyCheck]] {
    [
      laws.map { law in LazyCheck(name: law.name, draws: draws) { LawCheck(law: law, draws: [$0]) } },
      callLaws.map { law in LazyCheck(name: law.name, draws: draws) { CallCheck(law: law, draws: [$0]) } },
    ]
  }
}

/// A law that may have its turn.
package struct LazyCheck {
  package let name: String
  package let draws: [UInt64]
  /// The check under a draw.
  package let check: (UInt64) -> any SubjectCheck
}
