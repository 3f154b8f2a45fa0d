/// A call of a subject that its deadline ended. It says nothing about the subject.
public struct CallCutShort: Error, Equatable, Sendable, CustomStringConvertible {
  public var description: String { "cut short: the run ends" }
}
