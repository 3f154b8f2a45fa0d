/// An exception of the embedded interpreter, with its traceback.
public struct PythonError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The name of the exception's type, such as `ValueError`.
  public let type: String
  /// What the exception says of itself; several lines at times.
  public let message: String
  /// The whole text as Python prints it, from the outermost call to type and message.
  public let traceback: String

  public var description: String { "Python: \(traceback.isEmpty ? summary : traceback.trimmingSuffix("\n"))" }

  /// Type and message in one line: of a long message its last line, which names the cause in NumPy's page of advice.
  var summary: String {
    let lines = message.split(whereSeparator: \.isNewline).map(String.init)
    return "\(type): \(lines.last { !$0.allSatisfy(\.isWhitespace) } ?? "no message")"
  }
}

/// The interpreter or one of its packages is missing or broken.
public struct ReferenceUnavailable: Error, Sendable, Equatable, CustomStringConvertible {
  /// One line that names the package to install.
  public let description: String
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: Character) -> String {
    var text = self
    while text.last == suffix { text.removeLast() }
    return text
  }
}
