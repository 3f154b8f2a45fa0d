public import Foundation
public import LSTMContract

/// One LSTM problem in a file, with its answer and the answer's radii where it has them.
///
/// Docs/case-files.md has the schema, `lstm-case/1`. A case file holds no verdict and no arithmetic: what it says is
/// what a person or a program wrote down, and whether its answer is right is for others to find out.
public struct CaseFile: Sendable {
  /// What is asked; its scalar type is the type of all floating-point tensors but the radii.
  public var problem: AnyLSTMProblem
  /// The answer that somebody gave, of the same scalar type, or none.
  public var answer: AnyLSTMAnswer?
  /// How far an answer may be from `answer`, element by element: finite and not negative; none, or some of the parts.
  public var radii: [AnswerPart: [Double]]?
  /// What the file says beside its options, such as `producer` and `mask_kind`. Keys of the schema are left out when
  /// the file is written: the problem decides them.
  public var metadata: [String: String]

  /// A case in memory.
  public init(
    problem: AnyLSTMProblem, answer: AnyLSTMAnswer? = nil, radii: [AnswerPart: [Double]]? = nil,
    metadata: [String: String] = [:]
  ) {
    self.problem = problem
    self.answer = answer
    self.radii = radii
    self.metadata = metadata
  }

  /// - Throws: `CaseFileError` where the file cannot be read or is not a case.
  public init(contentsOf path: String) throws(CaseFileError) {
    try self.init(Safetensors(contentsOf: path))
  }

  /// - Parameter name: the file's name, for errors.
  /// - Throws: `CaseFileError` where the bytes are not a case.
  public init(parsing bytes: [UInt8], name: String) throws(CaseFileError) {
    try self.init(Safetensors(parsing: bytes, name: name))
  }

  /// - Parameter name: the file's name, for errors.
  /// - Throws: `CaseFileError` where the data is not a case.
  public init(parsing data: Data, name: String) throws(CaseFileError) {
    try self.init(parsing: [UInt8](data), name: name)
  }
}

extension CaseFile {
  /// The radius tensor that belongs to a part of the answer, `radius.last_output` and so on.
  static func radiusName(_ part: AnswerPart) -> String { "radius.\(part.rawValue)" }

  /// Every tensor name of the schema.
  static let tensorNames =
    ProblemArray.allCases.map(\.name) + ["mask"]
    + AnswerPart.allCases.map(\.rawValue) + AnswerPart.allCases.map(radiusName)
}
