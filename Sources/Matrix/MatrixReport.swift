public import LSTMContract
internal import Verification

/// Which implementations do what: one column for each subject, one row for each feature.
public struct MatrixReport: Sendable, Codable {
  /// The day of the run, as year-month-day.
  public var date: String
  /// The processor and the system.
  public var machine: String
  /// The version of this package.
  public var version: String
  /// The subjects, in the order given.
  public var columns: [MatrixColumn]
  /// Subjects that could not be put on trial, with the reason.
  public var skipped: [MatrixSkip]

  /// A report of these columns.
  public init(date: String, machine: String, version: String, columns: [MatrixColumn], skipped: [MatrixSkip]) {
    self.date = date
    self.machine = machine
    self.version = version
    self.columns = columns
    self.skipped = skipped
  }
}

/// A subject that was not put on trial.
public struct MatrixSkip: Sendable, Codable {
  /// Its name.
  public var subject: String
  /// Why.
  public var reason: String

  /// A subject that was passed over for this reason.
  public init(subject: String, reason: String) {
    self.subject = subject
    self.reason = reason
  }
}

/// What became of one feature of one subject.
public enum MatrixVerdict: String, Sendable, Codable {
  /// Every problem that was answered was answered rightly.
  case agrees
  /// At least one answer is wrong.
  case disagrees
  /// Every problem was declined.
  case refused
  /// At least one problem got no answer.
  case broke
}

/// One feature of one subject, as a run found it.
public struct MatrixCell: Sendable, Codable {
  /// The feature's short name.
  public var feature: String
  /// What the feature is.
  public var title: String
  /// What became of it.
  public var verdict: MatrixVerdict
  /// Problems that were answered rightly.
  public var agreed: Int
  /// Problems that were put.
  public var problems: Int
  /// What is wrong, what was declined, or what was measured; one line.
  public var detail: String
  /// The equation that is violated.
  public var equation: Equation?
  /// The smallest case that shows it, as `lstm-verify replay` takes it.
  public var line: String?
  /// T, B, I and H of that case.
  public var shape: LSTMShape?
  /// The known mistakes that reproduce the answers to the feature's problems, in words.
  public var causes: [String]
}

/// One subject on trial.
public struct MatrixColumn: Sendable, Codable {
  /// The subject's name.
  public var subject: String
  /// The software that it drives.
  public var framework: String
  /// The version of that software.
  public var version: String
  /// How it packs weights, in its own words.
  public var conventions: String
  /// What a person types to choose it.
  public var invocation: String
  /// The code paths that ran.
  public var runtimes: [String]
  /// By which arithmetic it was judged, a line for each scalar type.
  public var models: [String]
  /// One cell for each feature.
  public var cells: [MatrixCell]
  /// Seconds that its trial took.
  public var seconds: Double
}
