public import LSTMContract

/// How long one contender takes for a call on one shape.
public struct Measurement: Sendable, Codable {
  /// The contender's name.
  public let backend: String
  /// The code path that ran.
  public let runtime: String
  /// The scalar type.
  public let scalar: ScalarKind
  /// T, B, I and H.
  public let shape: LSTMShape
  /// The number of threads that it was told to use.
  public let threads: Int
  /// Whether it is one of this package's backends.
  public let isOwn: Bool
  /// When the weights were ordered.
  public let packing: Packing
  /// Sets of weights that the calls went round.
  public let weightSets: Int
  /// Seconds for a call, the median of each round's samples, in the order of the rounds.
  public let rounds: [Double]
  /// Seconds for a call, one number for each sample, in increasing order.
  public let seconds: [Double]
  /// Whether the timed answers are right: `right`, `wrong` or `timed, not judged`.
  public let answers: String
  /// What is wrong with them.
  public let fault: String?

  init(
    backend: String, runtime: String, scalar: ScalarKind, shape: LSTMShape, threads: Int, isOwn: Bool, packing: Packing,
    weightSets: Int, rounds: [Double], seconds: [Double], answers: CourseVerdict
  ) {
    self.backend = backend
    self.runtime = runtime
    self.scalar = scalar
    self.shape = shape
    self.threads = threads
    self.isOwn = isOwn
    self.packing = packing
    self.weightSets = weightSets
    self.rounds = rounds
    self.seconds = seconds
    self.answers = answers.word
    fault = if case .wrong(let fault) = answers { fault } else { nil }
  }

  /// The median of the samples, in seconds.
  public var median: Double { seconds.isEmpty ? .nan : seconds[seconds.count / 2] }
  /// The shortest sample, in seconds.
  public var minimum: Double { seconds.first ?? .nan }

  /// 10^9 operations of the two products a second, in the shortest sample.
  public var rate: Double { shape.operations / minimum * 1e-9 }

  /// The share of what as many cores as there are threads can multiply and add.
  public func shareOfArithmetic(_ limits: MachineLimits) -> Double {
    rate / (limits.arithmetic * Double(threads))
  }

  /// The time in which as many cores can read the weights, R in every step, beside the shortest sample.
  public func shareOfReading(_ limits: MachineLimits) -> Double {
    shape.readingFloor(scalar, weightSets: weightSets, limits) / (minimum * Double(threads))
  }

  /// The time below which as many cores cannot come, beside the shortest sample.
  public func shareOfLimit(_ limits: MachineLimits) -> Double {
    shape.floor(scalar, weightSets: weightSets, limits) / (minimum * Double(threads))
  }
}

/// What a benchmark found.
public struct BenchmarkReport: Sendable, Codable {
  /// The scalar type.
  public let scalar: ScalarKind
  /// Rounds of samples.
  public let rounds: Int
  /// The machine's limits, measured between the rounds.
  public let limits: MachineLimits
  /// One for each shape, contender and packing, in that order.
  public let measurements: [Measurement]
}

/// The fastest backend here against the fastest of the others on one shape, round by round.
public struct BenchmarkComparison: Sendable, Codable {
  /// T, B, I and H.
  public let shape: LSTMShape
  /// The backend that is fastest by the median of its rounds.
  public let own: String
  /// The other implementation that is.
  public let other: String
  /// The median over the rounds of the other's time over the own one's.
  public let ratio: Double
  /// The lowest of the rounds.
  public let lowest: Double
  /// The highest of the rounds.
  public let highest: Double
}

extension BenchmarkReport {
  /// One for each shape on which others ran, on one thread with weights packed once.
  public var comparisons: [BenchmarkComparison] {
    var shapes: [LSTMShape] = []
    for measurement in measurements where !shapes.contains(measurement.shape) { shapes.append(measurement.shape) }
    return shapes.compactMap { shape in
      let runs = measurements.filter { $0.shape == shape && $0.threads == 1 && $0.packing == .once }
      func fastest(_ isOwn: Bool) -> Measurement? {
        runs.filter { $0.isOwn == isOwn }.min { $0.median < $1.median }
      }
      guard let own = fastest(true), let other = fastest(false) else { return nil }
      let ratios = zip(other.rounds, own.rounds).map { $0 / $1 }.sorted()
      guard let lowest = ratios.first, let highest = ratios.last else { return nil }
      return BenchmarkComparison(
        shape: shape, own: own.backend, other: other.backend, ratio: ratios[ratios.count / 2], lowest: lowest,
        highest: highest)
    }
  }
}

extension BenchmarkReport {
  /// The limits and one line for each measurement.
  public var text: String {
    let places = limits.reading.map { "\($0.place) \(fixed($0.rate, 0))" }.joined(separator: ", ")
    var rows = [
      [
        "shape", "backend", "threads", "packed", "median ms", "min ms", "GFLOP/s", "arithmetic", "reading", "limit",
        "answers",
      ]
    ]
    for measurement in measurements {
      rows.append([
        measurement.shape.description, measurement.backend, "\(measurement.threads)", measurement.packing.rawValue,
        fixed(measurement.median * 1e3, 4), fixed(measurement.minimum * 1e3, 4), fixed(measurement.rate, 1),
        fixed(measurement.shareOfArithmetic(limits) * 100, 0) + " %",
        fixed(measurement.shareOfReading(limits) * 100, 0) + " %",
        fixed(measurement.shareOfLimit(limits) * 100, 0) + " %", measurement.answers,
      ])
    }
    return """
      \(scalar.rawValue), \(rounds) rounds; limits of one core: \(fixed(limits.arithmetic, 0)) GFLOP/s of \
      multiply-adds; reads in GB/s: \(places)
      Shares of the shortest sample. arithmetic: the two products at the first limit. reading: K once and R in every
      step, each from the smallest cache that holds what is read before it is read again. limit: for each product the
      larger of the two, added.

      \(aligned(rows).joined(separator: "\n"))
      """ + faults + comparison
  }

  /// What is wrong with timed answers, a line each.
  private var faults: String {
    measurements.compactMap { measurement in
      measurement.fault.map { "\n\(measurement.backend) on \(measurement.shape) is wrong: \($0)" }
    }.joined()
  }

  /// How the fastest own backend stands to the fastest of the others; empty where there are no others.
  private var comparison: String {
    let found = comparisons
    guard !found.isEmpty else { return "" }
    let rows =
      [["shape", "fastest here", "fastest of the others", "ratio", "lowest", "highest"]]
      + found.map {
        [
          $0.shape.description, $0.own, $0.other, fixed($0.ratio, 2), fixed($0.lowest, 2), fixed($0.highest, 2),
        ]
      }
    return
      "\n\nTime of the fastest of the others over that of the fastest here, on one thread with weights packed once: median,\n"
      + "lowest and highest of the rounds.\n\n" + aligned(rows).joined(separator: "\n")
  }

  /// Columns of equal width, the first two to the left.
  private func aligned(_ rows: [[String]]) -> [String] {
    let widths = (0..<(rows.first?.count ?? 0)).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      zip(row, widths).enumerated().map { column, cell in
        let padding = String(repeating: " ", count: cell.1 - cell.0.count)
        return column < 2 ? cell.0 + padding : padding + cell.0
      }.joined(separator: "  ")
    }
  }
}

/// This many digits after the point.
func fixed(_ value: Double, _ digits: Int) -> String {
  guard value.isFinite, value.magnitude < 1e12 else { return "\(value)" }
  let scale = (0..<digits).reduce(1) { scale, _ in scale * 10 }
  let scaled = Int((value.magnitude * Double(scale)).rounded())
  let fraction = String(scaled % scale)
  let sign = value < 0 && scaled > 0 ? "-" : ""
  guard digits > 0 else { return "\(sign)\(scaled)" }
  return "\(sign)\(scaled / scale)." + String(repeating: "0", count: digits - fraction.count) + fraction
}
