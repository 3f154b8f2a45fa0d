/// Why a file is no case, or could not be written: one line naming the file and what is wrong where.
public struct CaseFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file, as it was named.
  public let file: String
  /// What is wrong, and where in the file.
  public let reason: String

  /// An error in this file.
  public init(_ file: String, _ reason: String) {
    self.file = file
    self.reason = reason
  }

  public var description: String {
    "\(file): \(reason)".replacing("\n", with: " ")
  }
}
