/// A subject's place in the list on trial, with the name that reports show. The place alone tells two subjects apart.
public struct SubjectID: Sendable {
  /// The place, from 0.
  public let index: Int
  /// What reports call it.
  public let name: String
}

extension SubjectID: Hashable, Comparable {
  public static func == (first: SubjectID, second: SubjectID) -> Bool { first.index == second.index }
  public static func < (first: SubjectID, second: SubjectID) -> Bool { first.index < second.index }
  public func hash(into hasher: inout Hasher) { hasher.combine(index) }
}

extension SubjectID: CustomStringConvertible {
  public var description: String { name }
}

extension SubjectID: Encodable {
  /// The name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }
}
