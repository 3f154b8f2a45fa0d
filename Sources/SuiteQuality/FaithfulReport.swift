internal import CaseLab
internal import FaithfulBank
public import LSTMContract
internal import LSTMOracle
public import Verification

/// What the suite said of implementations that are right.
public struct FaithfulRecord: Sendable, Codable {
  /// The style of evaluation.
  public var style: String
  /// Runs judged.
  public var runs = 0
  /// Runs that the suite accused; each is a false alarm.
  public var alarms = 0
  /// The line of the first of them.
  public var firstAlarm: String?
  /// Runs inside the declared class and outside of the one that the activation probe reads of the style.
  public var suspicious = 0
  /// The line of the first of them.
  public var firstSuspicious: String?
  /// The largest |error| / radius.
  public var largestRatio = 0.0
  /// Runs that fixed tolerances would accuse, by their names, on the float runs whose values are finite.
  public var fixedAlarms: [String: Int] = [:]
  /// How many runs the fixed tolerances were applied to.
  public var fixedRuns = 0
}

/// The false-alarm bank: faithful implementations that differ in every legal way, each judged on drawn cases.
public struct FaithfulReport: Sendable, Codable {
  /// What decided the cases.
  public var seed: UInt64
  /// One record for each style.
  public var records: [FaithfulRecord]
  /// |error| / radius of a right implementation on the data that use up the radius, by the number of terms.
  public var attained: [Int: Double]
  /// Seconds from start to end.
  public var seconds: Double

  /// Judges `runs` runs, the styles in turn, over both scalar types.
  public init(runs: Int, seed: UInt64 = CampaignConfiguration.defaultSeed, threads: Int = 1) async {
    await self.init(part: 0..<max(runs, 0), seed: seed, threads: threads)
  }

  /// Judges the runs of a part; those of parts that follow one another are those of the whole.
  ///
  /// - Parameter deadline: when to end with the runs judged until then.
  public init(
    part: Range<Int>, seed: UInt64 = CampaignConfiguration.defaultSeed, threads: Int = 1, deadline: Deadline = .never
  ) async {
    let start = ContinuousClock.now
    attained = Dictionary(
      uniqueKeysWithValues: AttainedBound.terms.map { ($0, (try? AttainedBound.ratio(terms: $0)) ?? .infinity) })
    let styles = FaithfulStyle.all
    let probed = ProbedModels.all
    let blockSize = styles.count * 8
    // Blocks begin where a case does, but for the first; they are made as they are needed.
    func block(at position: Int) -> Range<Int>? {
      let start = part.lowerBound / blockSize * blockSize + position * blockSize
      return start < part.upperBound ? (start..<start + blockSize).clamped(to: part) : nil
    }
    self.seed = seed
    records = await withTaskGroup(of: (Int, [FaithfulRecord]).self) { group in
      var started = 0
      func start() {
        guard !deadline.hasPassed, let indices = block(at: started) else { return }
        let place = started
        started += 1
        group.addTask { (place, Self.judged(indices, seed, styles, probed, deadline)) }
      }
      for _ in 0..<max(1, threads) { start() }
      var merged = styles.map { FaithfulRecord(style: $0.name) }
      var finished: [Int: [FaithfulRecord]] = [:]
      var next = 0
      for await (place, records) in group {
        finished[place] = records
        while let records = finished.removeValue(forKey: next) {
          for index in merged.indices { merged[index].merge(records[index]) }
          next += 1
        }
        start()
      }
      return merged
    }
    seconds = (ContinuousClock.now - start) / .seconds(1)
  }

  /// Every style answers every case: those with more multiplications would take most of the time.
  private static let mostProducts = 4_000_000

  private static func judged(
    _ indices: Range<Int>, _ seed: UInt64, _ styles: [FaithfulStyle], _ probed: ProbedModels, _ deadline: Deadline
  ) -> [FaithfulRecord] {
    var records = styles.map { FaithfulRecord(style: $0.name) }
    let generator = CaseGenerator(seed: seed)
    // Each case is drawn once and given to every style of which a run is in the part.
    for number in indices.lowerBound / styles.count...(indices.upperBound - 1) / styles.count {
      let runs = number * styles.count..<(number + 1) * styles.count
      let own = runs.clamped(to: indices)
      let places = own.lowerBound - runs.lowerBound..<own.upperBound - runs.lowerBound
      let plan = generator.plan(index: number)
      guard plan.products <= mostProducts else { continue }
      if number % 2 == 0 {
        judge(generator.draw(plan) as Case<Float>, styles, probed.float, places, deadline, &records)
      } else {
        judge(generator.draw(plan) as Case<Double>, styles, probed.double, places, deadline, &records)
      }
    }
    return records
  }

  private static func judge<Scalar: LSTMScalar>(
    _ drawn: Case<Scalar>, _ styles: [FaithfulStyle], _ probed: [ArithmeticModel], _ places: Range<Int>,
    _ deadline: Deadline, _ records: inout [FaithfulRecord]
  ) {
    let oracle = Oracle(drawn.problem)
    let asksReference = Scalar.kind == .float && !drawn.problem.shape.isVeryLarge
    let reference = asksReference ? oracle.endToEnd(model: ArithmeticModel(scalar: .float)) : nil
    for (place, style) in zip(places, styles[places]) where !deadline.hasPassed {
      let backend = FaithfulBackend<Scalar>(style)
      guard let answer = try? backend.answer(drawn.problem) else { continue }
      let verdict = ClassVerdict(oracle, answer, declared: backend.model, probed: probed[place])
      let judgement = verdict.declared
      records[place].runs += 1
      if verdict.suspicion != nil {
        records[place].suspicious += 1
        records[place].firstSuspicious = records[place].firstSuspicious ?? drawn.line
      }
      if !judgement.agrees {
        records[place].alarms += 1
        records[place].firstAlarm = records[place].firstAlarm ?? drawn.line
      }
      records[place].largestRatio = max(records[place].largestRatio, judgement.largestRatio?.value ?? 0)
      guard let reference, AnswerPart.allCases.allSatisfy({ reference[$0].radius.allSatisfy(\.isFinite) }) else {
        continue
      }
      records[place].fixedRuns += 1
      for tolerance in FixedTolerance.defaults {
        let accepts = AnswerPart.allCases.allSatisfy { part in
          tolerance.accepts(answer[part].map { Double($0) }, reference[part].value)
        }
        if !accepts { records[place].fixedAlarms[tolerance.name, default: 0] += 1 }
      }
    }
  }

  /// Runs judged.
  public var runs: Int { records.reduce(0) { $0 + $1.runs } }
  /// Runs that are suspicious and no more.
  public var suspicious: Int { records.reduce(0) { $0 + $1.suspicious } }
  /// False alarms.
  public var alarms: Int { records.reduce(0) { $0 + $1.alarms } }
  /// The exit status: an alarm on a faithful implementation means that the suite failed, and so does a radius that is
  /// never used up.
  public var outcome: Outcome {
    let isTight =
      attained.values.allSatisfy { $0 <= 1 } && attained[AttainedBound.mostTerms] ?? 0 >= AttainedBound.leastRatio
    return alarms == 0 && runs > 0 && isTight ? .held : .suiteFailed
  }

  /// The report as JSON.
  ///
  /// - Throws: what the encoder throws.
  public var jsonText: String {
    get throws { try reportJSON(of: self) }
  }
}

extension FaithfulRecord {
  fileprivate mutating func merge(_ other: FaithfulRecord) {
    runs += other.runs
    alarms += other.alarms
    firstAlarm = firstAlarm ?? other.firstAlarm
    suspicious += other.suspicious
    firstSuspicious = firstSuspicious ?? other.firstSuspicious
    largestRatio = max(largestRatio, other.largestRatio)
    fixedAlarms.merge(other.fixedAlarms, uniquingKeysWith: +)
    fixedRuns += other.fixedRuns
  }
}
