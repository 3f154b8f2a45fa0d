/// An exception of the embedded interpreter, with its traceback.
public struct PythonError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The last line: the exception's type and message.
  public let message: String
  /// The whole text, as Python prints it.
  public let traceback: String

  init(traceback: String) {
    self.traceback = traceback
    message = traceback.split(separator: "\n").last.map(String.init) ?? "unknown exception"
  }

  public var description: String { "Python: \(traceback.trimmingSuffix("\n"))" }
}

/// The interpreter or one of its packages is missing or broken.
public struct ReferenceUnavailable: Error, Sendable, Equatable, CustomStringConvertible {
  /// One line that names the package to install.
  public let description: String
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: Character) -> Substring {
    var text = self[...]
    while text.last == suffix { text.removeLast() }
    return text
  }
}
