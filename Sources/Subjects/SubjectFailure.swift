/// Why an outside program gave no answer. For the campaign it is a verdict: the subject broke on this case.
public struct SubjectFailure: Error, Equatable, Sendable, CustomStringConvertible {
  /// The reason, in one line.
  public let description: String

  init(_ reason: String) { description = reason }
}
