internal import CaseFiles
public import LSTMContract
internal import LSTMOracle

/// The golden files on trial: the oracle against the stored answers, each subject within the stored radius and by the
/// step oracle.
public struct GoldenCheck: Sendable {
  /// How many files were checked.
  public let files: Int
  /// How many elements lay within their stored radius.
  public let compared: Int
  /// The largest |error| / stored radius of each subject.
  public let largestRatio: [String: Double]
  /// What failed, a line each.
  public let failures: [String]

  /// Reads every golden of a folder and judges the subjects.
  ///
  /// - Throws: `CaseFileError` where the index or a golden cannot be read or has changed since it was recorded.
  public init(directory: String, subjects: [LSTMSubject]) throws {
    let index = try GoldenIndex.load(directory: directory)
    if let unlisted = try index.discrepancies(in: directory).first { throw unlisted }
    guard !index.goldens.isEmpty else { throw CaseFileError(file: directory, what: "no golden is listed") }
    var tally = GoldenTally()
    for entry in index.goldens {
      let file = try index.verifiedFile(entry, in: directory)
      switch (file.problem, file.answer) {
      case (.float(let problem), .float(let answer)?): tally.check(problem, answer, file, entry.file, subjects)
      case (.double(let problem), .double(let answer)?): tally.check(problem, answer, file, entry.file, subjects)
      default: tally.failures.append("\(entry.file): no answer is stored")
      }
    }
    files = index.goldens.count
    compared = tally.compared
    largestRatio = tally.largestRatio
    failures = tally.failures
  }
}

private struct GoldenTally {
  var compared = 0
  var largestRatio: [String: Double] = [:]
  var failures: [String] = []

  mutating func check<Scalar: LSTMScalar>(
    _ problem: LSTMProblem<Scalar>, _ golden: LSTMAnswer<Scalar>, _ file: CaseFile, _ name: String,
    _ subjects: [LSTMSubject]
  ) {
    guard let radii = file.radii else {
      failures.append("\(name): no radii are stored")
      return
    }
    let model = ArithmeticModel(scalar: Scalar.kind)
    let oracle = Oracle(problem)
    if let first = oracle.judge(golden, model: model).first {
      failures.append("\(name): the oracle against the stored answer: \(first)")
    }
    compare("the oracle's own answer", oracle.endToEnd(model: model, radii: .recursion), golden, radii, name)
    for subject in subjects.onTrial(in: Scalar.self) {
      let backend = subject.backend
      guard backend.refusal(of: problem) == nil else { continue }
      do {
        let answer = try backend.answer(problem)
        if let first = oracle.judge(answer, model: backend.model).first {
          failures.append("\(name): \(subject.id): \(first)")
        }
        compare(subject.id.name, { answer[$0].map { Double($0) } }, golden, radii, name)
      } catch {
        failures.append("\(name): \(subject.id): no answer: \(error)")
      }
    }
  }

  /// The oracle's value is good to u_r, so half an ulp of the stored one must suffice, with the oracle's own error.
  private mutating func compare<Scalar: LSTMScalar>(
    _ who: String, _ reference: ReferenceAnswer, _ golden: LSTMAnswer<Scalar>, _ radii: [AnswerPart: [Double]],
    _ name: String
  ) {
    for part in AnswerPart.allCases {
      for (place, wanted) in golden[part].enumerated() where !(radii[part]?[place].isNaN ?? true) {
        let value = reference[part].value[place]
        let error = abs((value - Double(wanted)) + reference[part].rest[place])
        let steps = Double(golden.shape.timeSteps + 1)
        let allowed = Double(wanted.ulp) * (0.5 + steps * 0x1p-8)
        guard !(error <= allowed), value.isFinite || Double(wanted) != value else { continue }
        failures.append("\(name): \(who): \(part.rawValue)[\(place)] is \(value), stored \(wanted)")
        return
      }
    }
  }

  private mutating func compare<Scalar: LSTMScalar>(
    _ who: String, _ values: (AnswerPart) -> [Double], _ golden: LSTMAnswer<Scalar>,
    _ radii: [AnswerPart: [Double]], _ name: String
  ) {
    for part in AnswerPart.allCases {
      let actual = values(part)
      for (place, wanted) in golden[part].enumerated() {
        guard let radius = radii[part]?[place], !radius.isNaN else { continue }
        compared += 1
        let error = abs(actual[place] - Double(wanted))
        guard error <= radius else {
          failures.append(
            "\(name): \(who): \(part.rawValue)[\(place)] is \(actual[place]), stored \(wanted) within \(radius)")
          return
        }
        if radius > 0 { largestRatio[who] = max(largestRatio[who] ?? 0, error / radius) }
      }
    }
  }
}
