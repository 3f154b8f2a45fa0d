/// Two subjects whose answers are compared.
public struct SubjectPair: Hashable, Sendable {
  /// The one that comes first in the list on trial.
  public let first: SubjectID
  /// The other.
  public let second: SubjectID

  init(_ first: SubjectID, _ second: SubjectID) {
    self.first = first
    self.second = second
  }
}

extension SubjectPair: CustomStringConvertible {
  public var description: String { "\(first), \(second)" }
}
