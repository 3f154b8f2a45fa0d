public import Diagnostics
public import LSTMContract
internal import Verification

extension MatrixColumn {
  /// Puts a subject on trial, feature by feature; nil where the deadline passed before the end.
  public init?(_ entry: MatrixSubject, features: [Feature] = Feature.all, until deadline: Deadline = .never) {
    let start = ContinuousClock.now
    let name = entry.subject.name
    let float: MeasuredBackend<Float>? = MeasuredBackend(entry.subject)
    let double: MeasuredBackend<Double>? = MeasuredBackend(entry.subject)
    var trials: [MatrixTrial.Result] = []
    for feature in features {
      if deadline.hasPassed { return nil }
      if feature.scalar != .double, let float {
        trials.append(MatrixTrial.result(name, float, feature))
      } else if let double {
        trials.append(MatrixTrial.result(name, double, feature))
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
    // Calls may have been cut short.
    if deadline.hasPassed { return nil }
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
