public import LSTMContract
internal import Verification

/// A subject of the matrix, with what is known of it.
public struct MatrixSubject: Sendable {
  /// The implementation.
  public var subject: LSTMSubject
  /// The software that it drives.
  public var framework: String
  /// The version of that software.
  public var version: String
  /// How it packs weights, in its own words.
  public var conventions: String
  /// The same implementation with another number of threads, where it can be told one.
  public var otherThreads: LSTMSubject?

  /// A subject of the matrix.
  public init(
    _ subject: LSTMSubject, framework: String, version: String = "", conventions: String = "",
    otherThreads: LSTMSubject? = nil
  ) {
    self.subject = subject
    self.framework = framework
    self.version = version
    self.conventions = conventions
    self.otherThreads = otherThreads
  }
}
