internal import COpenBLAS
internal import Foundation

extension Float: ProductScalar {
  static func multiply(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>, rows: Int, inner: Int,
    columns: Int, strideOfC: Int, keeping beta: Float
  ) {
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(rows), Int32(columns), Int32(inner), 1, a, Int32(inner), b,
      Int32(columns), beta, c, Int32(strideOfC))
  }

  static func exponentialMinusOne(_ x: Float) -> Float { expm1f(x) }
}

extension Double: ProductScalar {
  static func multiply(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, into c: UnsafeMutablePointer<Double>, rows: Int,
    inner: Int, columns: Int, strideOfC: Int, keeping beta: Double
  ) {
    cblas_dgemm(
      CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(rows), Int32(columns), Int32(inner), 1, a, Int32(inner), b,
      Int32(columns), beta, c, Int32(strideOfC))
  }

  static func exponentialMinusOne(_ x: Double) -> Double { expm1(x) }
}
