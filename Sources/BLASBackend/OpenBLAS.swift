internal import COpenBLAS

/// What the backend uses of OpenBLAS.
enum OpenBLAS {
  /// Sets the library to one thread, once: more would make results depend on how many there are.
  static let useOneThread: Void = openblas_set_num_threads(1)

  /// The library's name, version and the kernels that it chose for this processor.
  static let runtime: String = {
    useOneThread
    let configuration = openblas_get_config().map { String(cString: $0) } ?? "OpenBLAS"
    let core = openblas_get_corename().map { String(cString: $0) } ?? "unknown"
    return "blas/" + configuration.split(separator: " ").prefix(2).joined(separator: " ") + " \(core)"
  }()
}

/// A scalar type in which OpenBLAS multiplies matrices.
protocol ProductScalar {
  /// C = A·B + beta·C, row-major: A is [rows, inner], B [inner, columns].
  static func multiply(
    _ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>, into c: UnsafeMutablePointer<Self>, rows: Int, inner: Int,
    columns: Int, strideOfC: Int, keeping beta: Self)

  /// exp(x) - 1 without cancellation.
  static func exponentialMinusOne(_ x: Self) -> Self
}
