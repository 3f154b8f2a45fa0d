internal import CaseLab
internal import LSTMContract

/// How often sizes were drawn, two at a time, and how often what a long run must hold.
struct CaseSizes: Sendable {
  private var joint: [[Int: Int]] = Array(repeating: [:], count: CaseSizes.tables.count)
  private var required = [Int](repeating: 0, count: SizeRequirement.all.count)

  private typealias Axis = (name: String, size: @Sendable (LSTMShape) -> Int)
  private static let timeSteps: Axis = ("T", { $0.timeSteps })
  private static let batch: Axis = ("B", { $0.batch })
  private static let inputSize: Axis = ("I", { $0.inputSize })
  private static let units: Axis = ("H", { $0.units })
  private static let tables: [(rows: Axis, columns: Axis)] = [
    (units, batch), (units, timeSteps), (units, inputSize), (timeSteps, batch),
  ]

  /// The largest size of each class but the last.
  private static let bounds = [0, 1, 8, 16, 33, 64, 128, 256, 512]
  private static let classes: [String] =
    ["0", "1"] + zip(bounds.dropFirst(), bounds.dropFirst(2)).map { "\($0 + 1)-\($1)" } + ["513-"]

  private static func place(_ size: Int) -> Int { bounds.firstIndex { size <= $0 } ?? bounds.count }

  mutating func count(_ shape: LSTMShape) {
    for (number, (rows, columns)) in Self.tables.enumerated() {
      let cell = Self.place(rows.size(shape)) * Self.classes.count + Self.place(columns.size(shape))
      joint[number][cell, default: 0] += 1
    }
    for (place, requirement) in SizeRequirement.all.enumerated() where requirement.holds(shape) {
      required[place] += 1
    }
  }

  mutating func merge(_ other: CaseSizes) {
    for number in joint.indices { joint[number].merge(other.joint[number], uniquingKeysWith: +) }
    for place in required.indices { required[place] += other.required[place] }
  }

  /// The counts for a report.
  var coverage: SizeCoverage {
    SizeCoverage(
      tables: zip(Self.tables, joint).map { axes, counts in
        func used(_ place: (Int) -> Int) -> [Int] { Set(counts.keys.map(place)).sorted() }
        let rows = used { $0 / Self.classes.count }
        let columns = used { $0 % Self.classes.count }
        return JointSizes(
          rows: axes.rows.name, columns: axes.columns.name, rowClasses: rows.map { Self.classes[$0] },
          columnClasses: columns.map { Self.classes[$0] },
          cases: rows.map { row in columns.map { counts[row * Self.classes.count + $0] ?? 0 } })
      },
      required: zip(SizeRequirement.all, required).map { requirement, count in
        RequiredSizes(group: requirement.group, name: requirement.name, cases: count, least: requirement.least)
      })
  }
}

/// Which sizes the cases of a run had.
public struct SizeCoverage: Sendable, Codable, Equatable {
  /// Two sizes at a time.
  public var tables: [JointSizes]
  /// What 10,000 cases of the standard profile must hold, and how many cases of it there were.
  public var required: [RequiredSizes]
}

/// How many cases there were of each class of one size with each class of another.
public struct JointSizes: Sendable, Codable, Equatable {
  /// T, B, I or H.
  public var rows: String
  /// T, B, I or H.
  public var columns: String
  /// The classes of sizes that occurred, such as `9-16`, by rising size.
  public var rowClasses: [String]
  /// The same for the columns.
  public var columnClasses: [String]
  /// The cases, by row, then by column.
  public var cases: [[Int]]
}

/// How many cases had required sizes.
public struct RequiredSizes: Sendable, Codable, Equatable {
  /// What the requirement is about.
  public var group: String
  /// The sizes.
  public var name: String
  /// How many cases had them.
  public var cases: Int
  /// How many of 10,000 cases must have them.
  public var least: Int
}
