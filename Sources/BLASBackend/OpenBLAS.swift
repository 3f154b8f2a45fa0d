internal import COpenBLAS

/// The OpenBLAS library of this process.
enum OpenBLAS {
  /// Name, version and the processor whose kernels it runs: `OpenBLAS 0.3.21 Haswell`.
  ///
  /// The first reader sets the library to one thread; other readers wait until that is done.
  static let description: String = {
    openblas_set_num_threads(1)
    let version = text(openblas_get_config()).split(separator: " ").prefix(2).joined(separator: " ")
    return "\(version) \(text(openblas_get_corename()))"
  }()

  private static func text(_ characters: UnsafeMutablePointer<CChar>?) -> String {
    characters.map { String(cString: $0) } ?? "unknown"
  }
}
