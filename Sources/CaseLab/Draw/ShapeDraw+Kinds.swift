extension ShapeDraw {
  /// The sizes of a place of the standard table or of the large one.
  mutating func draw(_ place: SizeTable.Place) {
    let (mixture, item) = (mixture, place.item)
    func small(_ most: Int, _ draw: Int) -> Int { mixture.from(1, to: most, draw) }
    switch place.kind {
    case .noSteps, .noRows, .free, .everySmall, .maskedRun: drawSmall(place)
    case .unitsBesideRows, .featuresBesideRows: drawNearPower(place.kind, item, SizeMixture.nearPowers)
    case .joint64, .joint128, .joint256: drawJoint(place)
    case .units512:
      take(
        steps: small(3, 1), rows: small(4, 2),
        features: item % 4 == 0 ? mixture.size(64, 1_025, 3) : mixture.width(3), units: atLeast512(item / 2, 4),
        most: 8_000_000)
    case .features512:
      take(
        steps: small(4, 1), rows: mixture.rows(2), features: atLeast512(item / 2, 3), units: mixture.size(1, 33, 4),
        most: 2_000_000)
    case .weights18:
      let units = mixture.size(64, 1_025, 4)
      let least = (1 << 16) / units + 1
      take(
        steps: small(2, 1), rows: small(3, 2), features: min(least + small(97, 3), max(least, 1_025)), units: units,
        most: 6_000_000)
    case .steps500:
      take(
        steps: mixture.size(500, item % 2 == 0 ? 514 : 1_100, 1), rows: small(3, 2), features: small(5, 3),
        units: small(9, 4), most: .max)
    case .rows64:
      take(
        steps: small(3, 1), rows: mixture.size(64, item % 2 == 0 ? 130 : 1_025, 2), features: small(9, 3),
        units: small(17, 4), most: 4_000_000)
    case .sequence16: drawLongestSequence(item)
    case .longWide:
      take(
        steps: mixture.size(500, 514, 1), rows: 1, features: small(16, 3), units: mixture.size(33, 65, 4), most: .max)
    case .rowsWide:
      take(
        steps: small(2, 1), rows: mixture.size(64, 130, 2), features: mixture.width(3),
        units: mixture.size(33, 130, 4), most: 12_000_000)
    case .wide:
      let wide = mixture.size(65, item % 4 == 0 ? 300 : 130, 5)
      let isUnits = small(2, 7) == 1
      take(
        steps: small(4, 1), rows: small(3, 2), features: isUnits ? mixture.width(3) : wide,
        units: isUnits ? wide : mixture.width(4), most: 1_500_000)
    case .long:
      take(
        steps: mixture.size(41, item % 4 == 0 ? 499 : 200, 1), rows: small(2, 2), features: small(4, 3),
        units: small(9, 4), most: .max)
    case .rows:
      take(
        steps: small(5, 1), rows: mixture.size(12, 63, 2), features: mixture.width(3), units: mixture.width(4),
        most: 1_000_000)
    case .middle:
      take(
        steps: mixture.size(28, 64, 1), rows: small(3, 2), features: mixture.size(1, 24, 3),
        units: mixture.size(10, 33, 4), most: .max)
    case .bothWide:
      take(
        steps: small(3, 1), rows: small(3, 2), features: mixture.size(62, 130, 3), units: mixture.size(62, 130, 4),
        most: 1_500_000)
    case .rowsBesideWide:
      take(
        steps: small(2, 1), rows: mixture.size(12, 33, 2), features: mixture.size(1, 64, 3),
        units: mixture.size(33, 80, 4), most: 2_500_000)
    }
  }

  /// H = I with at least 32 steps of at least 16 rows. Where that would cost much in double precision, an odd index has
  /// the same width with few steps and rows.
  private mutating func drawJoint(_ place: SizeTable.Place) {
    let width = place.kind == .joint64 ? 64 : place.kind == .joint128 ? 128 : 256
    let isWhole = place.isEven || width == 64 || (width == 128 && place.item < 2)
    take(
      steps: isWhole ? mixture.from(32, to: width == 64 ? 35 : 32, 1) : mixture.from(1, to: 4, 1),
      rows: isWhole ? mixture.from(16, to: 17, 2) : mixture.from(1, to: 4, 2), features: width, units: width,
      most: .max)
  }

  /// T·B just above 2^16, in six ways.
  private mutating func drawLongestSequence(_ item: Int) {
    let ways = [(1, 65_537), (65_537, 1), (257, 256), (2, 32_769), (4_097, 16), (513, 128)]
    let (steps, rows) = ways[item % ways.count]
    let more = item % 12 < 6 ? mixture.from(0, to: 8, 1) : 0
    take(
      steps: steps + (steps > 1 ? more : 0), rows: rows + (rows > 1 ? more : 0), features: mixture.from(1, to: 2, 3),
      units: mixture.from(1, to: 8, 4) == 8 ? 2 : 1, most: .max)
  }

  private func atLeast512(_ turn: Int, _ draw: Int) -> Int {
    switch turn % 4 {
    case 0: mixture.from(512, to: 513, draw)
    case 1: mixture.from(1_023, to: 1_025, draw)
    default: mixture.size(512, 1_025, draw)
    }
  }
}
