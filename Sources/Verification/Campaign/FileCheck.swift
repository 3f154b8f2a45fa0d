internal import CaseFiles
internal import CaseLab
public import LSTMContract
public import LSTMOracle

/// A case file on trial: the answer that it holds, and the subjects' answers to its problem.
public struct FileCheck: Sendable {
  /// The file's name.
  public let name: String
  /// T, B, I and H, with the scalar type.
  public let summary: String
  /// What the step oracle says of the stored answer; nil where the file holds none or no oracle is at hand.
  public let stored: StepJudgement?
  /// The subjects' trial on the same problem.
  public let replay: Replay

  /// Reads and judges a file.
  ///
  /// - Throws: `CaseFileError`, one line naming the file and what is wrong with it.
  public init(path: String, subjects: [LSTMSubject]) throws {
    self.init(try CaseFile(contentsOf: path), name: path, subjects: subjects)
  }

  init(_ file: CaseFile, name: String, subjects: [LSTMSubject]) {
    self.name = name
    replay = Replay(file.problem, name: name, subjects: subjects)
    summary = "\(file.problem.scalar.rawValue) \(file.problem.shape)"
    switch (file.problem, file.answer) {
    case (.float(let problem), .float(let answer)?):
      stored = Oracle(problem).judge(answer, model: ArithmeticModel(scalar: .float))
    case (.double(let problem), .double(let answer)?):
      stored = Oracle(problem).judge(answer, model: ArithmeticModel(scalar: .double))
    default: stored = nil
    }
  }

  /// What failed, a line each.
  public var failures: [String] {
    (stored?.first.map { ["\(name): the stored answer: \($0)"] } ?? [])
      + replay.failures.map { "\(name): \($0.subject): \($0.check): \($0.detail)" }
  }

  /// The largest |error| / radius of the stored answer.
  public var storedRatio: Double? { stored?.largestRatio?.value }

  /// Whether the stored answer, where there is one, and every subject agree.
  public var agrees: Bool { failures.isEmpty }
}
