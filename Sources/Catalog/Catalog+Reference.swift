public import LSTMContract
internal import NumPyReference

extension Catalog {
  /// The NumPy reference, its interpreter started.
  ///
  /// - Throws: one line that names the package to install.
  public static func reference() async throws -> any LSTMReference { try await NumPyReference.start() }

  /// Whether an error is the reference's own: the suite failed, not a subject.
  public static func isReferenceFailure(_ error: any Error) -> Bool {
    error is PythonError || error is ReferenceUnavailable
  }
}
