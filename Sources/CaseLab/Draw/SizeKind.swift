/// What a place of the table of sizes asks of the shape that is drawn for it.
enum SizeKind: Int, CaseIterable, Sendable {
  /// T = 0, or B = 0.
  case noSteps, noRows
  /// A power of two up to 256 or a neighbour as H, or as I, with each of seven batch sizes.
  case unitsBesideRows, featuresBesideRows
  /// Every small H, I and B.
  case everySmall
  /// A masked run of a given length inside the sequence.
  case maskedRun
  /// H = I = 64, 128 or 256 with T of at least 32 and B of at least 16.
  case joint64, joint128, joint256
  /// H or I of at least 512.
  case units512, features512
  /// 4H·I above 2^18.
  case weights18
  /// T of at least 500, or B of at least 64.
  case steps500, rows64
  /// T·B above 2^16.
  case sequence16
  /// T of at least 500 with many units; B of at least 64 with many units.
  case longWide, rowsWide
  /// H or I above 64.
  case wide
  /// T of 41 to 499.
  case long
  /// B of 12 to 63.
  case rows
  /// T of 28 and more with H of 10 and more.
  case middle
  /// H and I of 62 and more.
  case bothWide
  /// B of 12 and more with H of 33 and more.
  case rowsBesideWide
  /// Anything, mostly small.
  case free

  /// Whether its number of steps must not be cut to suit a regime.
  var keepsSteps: Bool {
    switch self {
    case .maskedRun, .joint64, .joint128, .joint256, .steps500, .sequence16, .longWide, .long,
      .middle:
      true
    case .noSteps, .noRows, .unitsBesideRows, .featuresBesideRows, .everySmall, .units512,
      .features512, .weights18,
      .rows64, .rowsWide, .wide, .rows, .bothWide, .rowsBesideWide, .free:
      false
    }
  }
}
