internal import COpenBLAS
internal import Foundation
internal import LSTMContract

/// A scalar type in which OpenBLAS multiplies matrices.
protocol MatrixScalar: LSTMScalar {
  /// C += A·B for row-major matrices without gaps, except that two rows of C may be further apart.
  ///
  /// Every size is at least 1. Rows of C depend only on the same row of A, so a NaN in one row stays there.
  ///
  /// - Parameters:
  ///   - c: [rows, columns].
  ///   - rowDistance: elements from one row of C to the next, at least `columns`.
  ///   - a: [rows, inner].
  ///   - b: [inner, columns].
  static func addProduct(
    to c: UnsafeMutablePointer<Self>, rowDistance: Int, rows: Int, columns: Int, inner: Int,
    a: UnsafePointer<Self>, b: UnsafePointer<Self>)

  /// exp(x) - 1, without cancellation near 0.
  static func exponentialMinusOne(_ x: Self) -> Self
}

extension Float: MatrixScalar {
  static func addProduct(
    to c: UnsafeMutablePointer<Float>, rowDistance: Int, rows: Int, columns: Int, inner: Int,
    a: UnsafePointer<Float>, b: UnsafePointer<Float>
  ) {
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(rows), Int32(columns), Int32(inner), 1, a, Int32(inner), b,
      Int32(columns), 1, c, Int32(rowDistance))
  }

  static func exponentialMinusOne(_ x: Float) -> Float { expm1(x) }
}

extension Double: MatrixScalar {
  static func addProduct(
    to c: UnsafeMutablePointer<Double>, rowDistance: Int, rows: Int, columns: Int, inner: Int,
    a: UnsafePointer<Double>, b: UnsafePointer<Double>
  ) {
    cblas_dgemm(
      CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(rows), Int32(columns), Int32(inner), 1, a, Int32(inner), b,
      Int32(columns), 1, c, Int32(rowDistance))
  }

  static func exponentialMinusOne(_ x: Double) -> Double { expm1(x) }
}
