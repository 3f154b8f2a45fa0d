public import LSTMContract

/// One of the four sizes of a problem.
public enum GrowthAxis: String, CaseIterable, Sendable, Codable {
  /// T.
  case timeSteps = "T"
  /// B.
  case batch = "B"
  /// I.
  case inputSize = "I"
  /// H.
  case units = "H"

  /// The shape with this size set.
  ///
  /// - Throws: `LSTMProblemError` where the size is not allowed.
  func shape(_ size: Int) throws(LSTMProblemError) -> LSTMShape {
    try LSTMShape(
      timeSteps: self == .timeSteps ? size : 16, batch: self == .batch ? size : 4,
      inputSize: self == .inputSize ? size : 32, units: self == .units ? size : 32)
  }
}

/// How the time of a call grows with each size, the others held at T 16, B 4, I 32, H 32.
public struct Growth: Sendable, Codable {
  /// The time of one contender at one size.
  public struct Point: Sendable, Codable {
    /// The contender's name.
    public let contender: String
    /// The size that varies.
    public let axis: GrowthAxis
    /// Its value.
    public let size: Int
    /// Seconds for a call, the shortest of the rounds.
    public let seconds: Double
  }

  /// The scalar type.
  public let scalar: ScalarKind
  /// The points, by axis, size and contender.
  public let points: [Point]

  /// Times every contender at each size: powers of two up to `largest`.
  ///
  /// - Parameter deadline: when to end with the sizes that were timed until then.
  /// - Throws: what a contender throws.
  public init<Scalar>(
    _ contenders: [Contender<Scalar>], rounds: Int, largest: Int = 512, until deadline: Deadline = .never
  ) throws {
    var points: [Point] = []
    for axis in GrowthAxis.allCases {
      for size in sequence(first: 1, next: { $0 * 2 <= largest ? $0 * 2 : nil }) where !deadline.hasPassed {
        let problem = try benchmarkProblem(axis.shape(size), seed: 1, of: Scalar.self)
        let courses = try contenders.compactMap { contender -> (String, any Course, Int)? in
          guard let course = try contender.course([problem], .once) ?? contender.course([problem], .perCall) else {
            return nil
          }
          let seconds = try (0..<2).map { _ in try course.time(calls: 1) }.min() ?? 1
          return (contender.name, course, max(1, Int(0.3e-3 / max(seconds, 1e-9))))
        }
        var shortest = [Double](repeating: .infinity, count: courses.count)
        for _ in 0..<rounds where !deadline.hasPassed {
          for (number, (_, course, calls)) in courses.enumerated() {
            shortest[number] = min(shortest[number], try course.time(calls: calls))
          }
        }
        guard !deadline.hasPassed else { break }
        points += zip(courses, shortest).map { Point(contender: $0.0, axis: axis, size: size, seconds: $1) }
      }
    }
    scalar = Scalar.kind
    self.points = points
  }

  /// The contenders, in order.
  public var contenders: [String] {
    points.reduce(into: [String]()) { names, point in
      if !names.contains(point.contender) { names.append(point.contender) }
    }
  }

  /// The points of one curve, by size.
  public func curve(_ contender: String, _ axis: GrowthAxis) -> [Point] {
    points.filter { $0.contender == contender && $0.axis == axis }
  }

  /// A table: the shortest times at three sizes, and what the last doubling of each size costs.
  public var markdown: String {
    var lines = ["| | contender | 1 | 32 | 512 | last doubling |", "|---|---|---|---|---|---|"]
    for axis in GrowthAxis.allCases {
      for contender in contenders {
        let curve = curve(contender, axis)
        func time(_ size: Int) -> String {
          curve.first { $0.size == size }.map { "\(fixed($0.seconds * 1e6, 1)) µs" } ?? ""
        }
        let last = curve.suffix(2).map(\.seconds)
        let ratio = last.count == 2 ? fixed(last[1] / last[0], 2) + " times" : ""
        lines.append("| \(axis.rawValue) | \(contender) | \(time(1)) | \(time(32)) | \(time(512)) | \(ratio) |")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
