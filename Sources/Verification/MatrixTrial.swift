internal import CaseLab
public import Diagnostics
public import LSTMContract
internal import LSTMOracle

/// A subject of the matrix, with what is known of it.
public struct MatrixSubject: Sendable {
  /// The implementation.
  public var subject: LSTMSubject
  /// The software that it drives.
  public var framework: String
  /// The version of that software.
  public var version: String
  /// How it packs weights, in its own words.
  public var conventions: String
  /// The same implementation with another number of threads, where it can be told one.
  public var otherThreads: LSTMSubject?

  /// A subject of the matrix.
  public init(
    _ subject: LSTMSubject, framework: String, version: String = "", conventions: String = "",
    otherThreads: LSTMSubject? = nil
  ) {
    self.subject = subject
    self.framework = framework
    self.version = version
    self.conventions = conventions
    self.otherThreads = otherThreads
  }
}

extension MatrixColumn {
  /// Puts a subject on trial, feature by feature.
  ///
  /// - Throws: `OracleUnavailable`.
  public init(_ entry: MatrixSubject, features: [Feature] = Feature.all) throws(OracleUnavailable) {
    guard Oracle<Float>.isAvailable else { throw OracleUnavailable(scalar: .float) }
    let start = ContinuousClock.now
    let name = entry.subject.name
    let float: Measured<Float>? = Measured(entry.subject)
    let double: Measured<Double>? = Oracle<Double>.isAvailable ? Measured(entry.subject) : nil
    var trials: [MatrixTrial.Result] = []
    for feature in features {
      if feature.scalar != .double, let float {
        trials.append(MatrixTrial.result(name, float.backend, feature))
      } else if let double {
        trials.append(MatrixTrial.result(name, double.backend, feature))
      } else {
        trials.append(MatrixTrial.Result(declined: feature, "\(name) does not offer \(feature.title)"))
      }
    }
    var cells = Self.withLikeliestCauses(trials.map(\.cell))
    cells += [float?.activationCell, double?.activationCell].compactMap { $0 }
    cells.append(MatrixTrial.ratioCell(trials))
    if let float {
      cells.append(MatrixTrial.equality(float.backend, float.backend, "run-to-run", "two runs give the same bits"))
      cells.append(MatrixTrial.threads(float.backend, entry.otherThreads?.backend()))
    } else if let double {
      cells.append(MatrixTrial.equality(double.backend, double.backend, "run-to-run", "two runs give the same bits"))
      cells.append(MatrixTrial.threads(double.backend, entry.otherThreads?.backend()))
    }
    self.init(
      subject: name, framework: entry.framework, version: entry.version, conventions: entry.conventions,
      invocation: entry.subject.invocation, runtimes: Set(trials.flatMap(\.runtimes)).sorted(),
      models: [float?.backend.model, double?.backend.model].compactMap { $0.map { "\($0)" } }, cells: cells,
      seconds: (ContinuousClock.now - start) / .seconds(1))
  }
}

extension MatrixColumn {
  /// The most causes that a cell names.
  private static let mostCauses = 3

  /// Few problems leave several causes open: what explains most features is kept.
  static func withLikeliestCauses(_ cells: [MatrixCell]) -> [MatrixCell] {
    var counts: [String: Int] = [:]
    for cause in cells.flatMap(\.causes) { counts[cause, default: 0] += 1 }
    return cells.map { cell in
      var cell = cell
      let most = cell.causes.compactMap { counts[$0] }.max()
      cell.causes = Array(cell.causes.filter { counts[$0] == most }.prefix(mostCauses))
      return cell
    }
  }
}

/// A backend judged with the activation error that was read from it.
private struct Measured<Scalar: LSTMScalar> {
  let backend: any LSTMBackend<Scalar>
  let probe: ActivationProbe?
  let reason: String

  /// Up to here a larger error of the activations is a cell of its own and is allowed for in all others, so that it
  /// does not hide them. Above, it is a fault like any other.
  private static var mostUnits: Double { 100 }

  init?(_ subject: LSTMSubject) {
    guard let declared: any LSTMBackend<Scalar> = subject.backend() else { return nil }
    do {
      let probe = try ActivationProbe(declared, calls: 16)
      let worst = max(probe.sigmoid.absoluteUnits, probe.tanh.absoluteUnits)
      let isLarge = worst > 6 && worst <= Self.mostUnits
      let judged = isLarge ? subject.judged(activationUnits: 2 * worst + 1) : subject.judgedAsProbed()
      backend = judged.backend() ?? declared
      self.probe = probe
      reason = ""
    } catch {
      (backend, probe, reason) = (declared, nil, "\(error)")
    }
  }

  var activationCell: MatrixCell {
    let scalar = Scalar.kind.rawValue
    guard let probe else {
      return MatrixCell(
        feature: "activations-\(scalar)", title: "error of sigmoid and tanh in \(scalar)", verdict: .refused, agreed: 0,
        problems: 1, detail: "not probed: \(reason)", causes: [])
    }
    let worst = max(probe.sigmoid.absoluteUnits, probe.tanh.absoluteUnits)
    var notes: [String] = []
    if probe.flushesSmallSigmoids { notes.append("small sigmoids come as 0") }
    if probe.tanhExceedsOne { notes.append("tanh exceeds 1") }
    let isWrong = !(worst <= 6) || probe.tanhExceedsOne
    return MatrixCell(
      feature: "activations-\(scalar)", title: "error of sigmoid and tanh in \(scalar)",
      verdict: isWrong ? .disagrees : .agrees, agreed: isWrong ? 0 : 1, problems: 1,
      detail: (["sigmoid \(probe.sigmoid.absoluteUnits.fixed(2))u, tanh \(probe.tanh.absoluteUnits.fixed(2))u"] + notes)
        .joined(separator: "; "), causes: [])
  }
}

/// One feature, put to one subject.
enum MatrixTrial {
  struct Result {
    var cell: MatrixCell
    var runtimes: [String] = []
    var ratio: (value: Double, name: String)?

    init(cell: MatrixCell) { self.cell = cell }

    init(declined feature: Feature, _ reason: String) {
      cell = MatrixCell(
        feature: feature.id, title: feature.title, verdict: .refused, agreed: 0, problems: 0, detail: reason, causes: []
      )
    }
  }

  static func result<Scalar: LSTMScalar>(
    _ name: String, _ backend: any LSTMBackend<Scalar>, _ feature: Feature
  ) -> Result {
    let problems = feature.problems(as: Scalar.self)
    var result = Result(declined: feature, "")
    result.cell.problems = problems.count
    var (refusals, wrong, broken): ([String], [LSTMProblem<Scalar>], [LSTMProblem<Scalar>]) = ([], [], [])
    for named in problems {
      if let refusal = backend.refusal(of: named.problem) {
        refusals.append(refusal.reason)
        continue
      }
      do {
        let answer = try backend.answer(named.problem)
        result.runtimes.append(answer.runtime)
        let judgement = Oracle(named.problem).judge(answer, model: backend.model)
        if judgement.first != nil {
          wrong.append(named.problem)
          continue
        }
        result.cell.agreed += 1
        if let ratio = judgement.largestRatio?.value, ratio > result.ratio?.value ?? 0 {
          result.ratio = (ratio, "\(feature.id), \(named.name)")
        }
      } catch let refusal as Refusal {
        refusals.append(refusal.reason)
      } catch {
        broken.append(named.problem)
      }
    }
    if let first = (wrong + broken).first {
      // A wrong answer says more than none; the cell names both.
      result.cell.verdict = wrong.isEmpty ? .broke : .disagrees
      describe(&result.cell, name, backend, first, wrong.isEmpty ? .answers : .oracle)
      if !wrong.isEmpty, !broken.isEmpty { result.cell.detail += "; and no answer to \(broken.count) more" }
      if !wrong.isEmpty {
        result.cell.causes = Diagnosis(name, backend, feature: feature).explanations.map(\.sentence)
      }
    } else if result.cell.agreed > 0 {
      result.cell.verdict = .agrees
      result.cell.detail = refusals.first.map { "\(refusals.count) declined: \($0)" } ?? ""
    } else {
      result.cell.detail = refusals.first ?? ""
    }
    return result
  }

  /// Shrinks the first failing problem and says what is wrong with the smallest.
  private static func describe<Scalar: LSTMScalar>(
    _ cell: inout MatrixCell, _ name: String, _ backend: any LSTMBackend<Scalar>, _ problem: LSTMProblem<Scalar>,
    _ check: Check
  ) {
    let probe = CheckProbe(name: name, backend: backend, others: [], check: check, draws: [])
    guard let drawn = probe.failure(on: problem) else {
      cell.detail = "not seen again on a second run"
      return
    }
    // A framework may take a tenth of a second for a problem.
    let shrunk = Shrinker<Scalar>(maximumAttempts: 600, timeLimit: .seconds(15)).shrink(problem) { candidate in
      probe.failure(on: candidate).map { $0.isLike(drawn) } ?? false
    }
    let last = probe.failure(on: shrunk.problem) ?? drawn
    cell.detail = last.detail
    cell.equation = last.discrepancy?.equation
    cell.line = Case(problem: shrunk.problem, origin: .explicit).line
    cell.shape = shrunk.problem.shape
  }

  static func ratioCell(_ results: [Result]) -> MatrixCell {
    let largest = results.compactMap(\.ratio).max { $0.value < $1.value }
    return MatrixCell(
      feature: "largest-ratio", title: "largest |error|/radius where it agrees",
      verdict: largest == nil ? .refused : .agrees, agreed: largest == nil ? 0 : 1, problems: 1,
      detail: largest.map { "\($0.value.fixed(3)) in \($0.name)" } ?? "nothing agrees", causes: [])
  }

  static func threads<Scalar: LSTMScalar>(
    _ one: any LSTMBackend<Scalar>, _ other: (any LSTMBackend<Scalar>)?
  ) -> MatrixCell {
    let title = "one and two threads give the same bits"
    guard let other else {
      return MatrixCell(
        feature: "threads", title: title, verdict: .refused, agreed: 0, problems: 0,
        detail: "it does not say with how many threads it computes", causes: [])
    }
    return equality(one, other, "threads", title)
  }

  /// Whether two backends give the same bits on problems large enough to be divided.
  static func equality<Scalar: LSTMScalar>(
    _ one: any LSTMBackend<Scalar>, _ other: any LSTMBackend<Scalar>, _ feature: String, _ title: String
  ) -> MatrixCell {
    var cell = MatrixCell(
      feature: feature, title: title, verdict: .refused, agreed: 0, problems: 0, detail: "", causes: [])
    let generator = CaseGenerator(seed: 0x7_4AEAD5)
    for index in 0..<200 where cell.problems < 12 {
      let problem: LSTMProblem<Scalar> = generator.draw(index: index).problem
      let options = problem.options
      guard problem.shape.units > 16, problem.shape.timeSteps > 1, problem.shape.batch > 1, problem.mask == nil,
        options.tanhActivation == .tanh, options.sigmoidActivation == .sigmoid, one.refusal(of: problem) == nil
      else { continue }
      cell.problems += 1
      do {
        let (first, second) = (try one.answer(problem), try other.answer(problem))
        let isSame = AnswerPart.allCases.allSatisfy { part in
          zip(first[part], second[part]).allSatisfy { $0.bits == $1.bits || ($0.isNaN && $1.isNaN) }
        }
        if isSame { cell.agreed += 1 } else { cell.verdict = .disagrees }
      } catch is Refusal {
        cell.problems -= 1
      } catch {
        // Why it breaks on this problem is for the features to say.
        cell.problems -= 1
        cell.detail = "\(error)"
      }
    }
    if cell.problems == 0, !cell.detail.isEmpty { cell.verdict = .broke }
    if cell.agreed > 0 { cell.detail = "" }
    if cell.verdict == .refused, cell.agreed > 0 { cell.verdict = .agrees }
    if cell.verdict == .disagrees { cell.detail = "\(cell.problems - cell.agreed) of \(cell.problems) problems differ" }
    return cell
  }
}
