public import LSTMContract

/// Sizes that must be among any 10,000 cases of the standard profile whose indices begin at a multiple of 10,000.
public struct SizeRequirement: Sendable {
  /// What it is about; requirements of one group differ in a size, or in two.
  public let group: String
  /// The group, and the sizes.
  public let name: String
  /// How many cases there must be.
  public let least: Int
  private let isHeld: @Sendable (LSTMShape) -> Bool

  /// How many cases it takes.
  public static let cases = 10_000

  /// Whether a case counts.
  public func holds(_ shape: LSTMShape) -> Bool { isHeld(shape) }

  /// Every requirement.
  public static let all: [SizeRequirement] = single + besideRows + least20 + joint

  /// Each small size.
  private static let single: [SizeRequirement] =
    (1...40).flatMap { size in
      [
        SizeRequirement(group: "H of 1 to 40, each", name: "H = \(size)", least: 1) { $0.units == size },
        SizeRequirement(group: "I of 1 to 40, each", name: "I = \(size)", least: 1) { $0.inputSize == size },
      ]
    }
    + (1...20).map { size in
      SizeRequirement(group: "B of 1 to 20, each", name: "B = \(size)", least: 1) { $0.batch == size }
    }

  /// Each power of two up to 256 and each neighbour, with each of seven batch sizes.
  private static let besideRows: [SizeRequirement] = SizeMixture.nearPowers.flatMap { size in
    SizeMixture.rowsBeside.flatMap { rows in
      [
        SizeRequirement(group: "H near a power of two, each with 7 of B", name: "H = \(size), B = \(rows)", least: 1) {
          $0.units == size && $0.batch == rows
        },
        SizeRequirement(group: "I near a power of two, each with 7 of B", name: "I = \(size), B = \(rows)", least: 1) {
          $0.inputSize == size && $0.batch == rows
        },
      ]
    }
  }

  private static let least20: [SizeRequirement] = [
    SizeRequirement("H >= 256", least: 20) { $0.units >= 256 },
    SizeRequirement("H >= 512", least: 20) { $0.units >= 512 },
    SizeRequirement("I >= 512", least: 20) { $0.inputSize >= 512 },
    SizeRequirement("T >= 500", least: 20) { $0.timeSteps >= 500 },
    SizeRequirement("B >= 64", least: 20) { $0.batch >= 64 },
    SizeRequirement("T·B > 65,536", least: 20) { $0.timeSteps * $0.batch > 65_536 },
    SizeRequirement("4H·I > 2^18", least: 20) { 4 * $0.units * $0.inputSize > 1 << 18 },
  ]

  private static let joint: [SizeRequirement] = [(64, 20), (128, 5), (256, 5)].map { width, least in
    SizeRequirement("H = I = \(width), T >= 32, B >= 16", least: least) {
      $0.units == width && $0.inputSize == width && $0.timeSteps >= 32 && $0.batch >= 16
    }
  }

  private init(group: String, name: String, least: Int, _ holds: @escaping @Sendable (LSTMShape) -> Bool) {
    self.group = group
    self.name = name
    self.least = least
    isHeld = holds
  }

  private init(_ name: String, least: Int, _ holds: @escaping @Sendable (LSTMShape) -> Bool) {
    self.init(group: name, name: name, least: least, holds)
  }
}
