internal import Mutants
internal import Verification

/// The bank of size faults: which conditions are tried.
enum SizeSensitivityTable {
  /// Conditions that stand in one row of the report.
  struct Family {
    var quantities: [SizeQuantity]
    var relation: SizeTerm.Relation
    var thresholds: ClosedRange<Int>
    var conditions: [SizeCondition]
  }

  /// Up to which threshold a fault that shows from a size on must be noticed in 10,000 cases.
  static let mostThresholdNoticed: [SizeQuantity: Int] = [.units: 512, .inputSize: 512, .batch: 64, .timeSteps: 500]

  static let thresholds = [
    2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 17, 20, 24, 31, 32, 33, 40, 48, 50, 63, 64, 65, 96, 100, 127, 128, 129, 150, 192,
    200, 255, 256, 257, 300, 384, 400, 500, 512, 600, 700, 768, 900, 1_000, 1_023, 1_024,
  ]

  /// Each quantity with each relation, its thresholds in bands; then two quantities at a time.
  static var families: [Family] { singles + pairs }

  private static var singles: [Family] {
    SizeQuantity.allCases.flatMap { quantity in
      SizeTerm.Relation.allCases.flatMap { relation in
        bands(upTo: mostThresholdNoticed[quantity] ?? 512).map { band in
          Family(
            quantities: [quantity], relation: relation, thresholds: band,
            conditions: thresholds.filter(band.contains).map { SizeCondition([SizeTerm(quantity, relation, $0)]) })
        }
      }
    }
  }

  private static func bands(upTo most: Int) -> [ClosedRange<Int>] {
    [(2, 64), (65, most), (max(most, 64) + 1, 1_024)].filter { $0.0 <= $0.1 }.map { $0.0...$0.1 }
  }

  private static var pairs: [Family] {
    let couples: [(SizeQuantity, [Int], SizeQuantity, [Int])] = [
      (.units, [4, 16, 64, 128, 256, 512], .batch, [2, 8, 16, 32]),
      (.inputSize, [4, 16, 64, 128, 256, 512], .batch, [2, 8, 16, 32]),
      (.units, [4, 16, 64, 128, 256, 512], .timeSteps, [2, 8, 32, 50]),
      (.units, [4, 16, 64, 128, 256, 512], .inputSize, [4, 16, 64, 128, 256, 512]),
      (.timeSteps, [4, 16, 64, 128, 256], .batch, [2, 8, 16, 32]),
    ]
    return couples.map { first, lower, second, upper in
      Family(
        quantities: [first, second], relation: .atLeast, thresholds: (lower.first ?? 1)...(lower.last ?? 1),
        conditions: lower.flatMap { low in
          upper.map { SizeCondition([SizeTerm(first, .atLeast, low), SizeTerm(second, .atLeast, $0)]) }
        })
    }
  }
}
