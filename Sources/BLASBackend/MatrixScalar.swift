internal import COpenBLAS
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

  /// Replaces each value by its tanh, several at a time.
  static func replaceByTangents(_ values: UnsafeMutableBufferPointer<Self>)
}

extension Float: MatrixScalar {
  static func addProduct(
    to c: UnsafeMutablePointer<Float>, rowDistance: Int, rows: Int, columns: Int, inner: Int,
    a: UnsafePointer<Float>, b: UnsafePointer<Float>
  ) {
    if rows == 1 {
      cblas_sgemv(CblasRowMajor, CblasTrans, Int32(inner), Int32(columns), 1, b, Int32(columns), a, 1, 1, c, 1)
    } else {
      cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(rows), Int32(columns), Int32(inner), 1, a, Int32(inner), b,
        Int32(columns), 1, c, Int32(rowDistance))
    }
  }

  static func replaceByTangents(_ values: UnsafeMutableBufferPointer<Float>) {
    values.replaceVectors(as: SIMD8<Float>.self, tangent)
  }
}

extension Double: MatrixScalar {
  static func addProduct(
    to c: UnsafeMutablePointer<Double>, rowDistance: Int, rows: Int, columns: Int, inner: Int,
    a: UnsafePointer<Double>, b: UnsafePointer<Double>
  ) {
    if rows == 1 {
      cblas_dgemv(CblasRowMajor, CblasTrans, Int32(inner), Int32(columns), 1, b, Int32(columns), a, 1, 1, c, 1)
    } else {
      cblas_dgemm(
        CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(rows), Int32(columns), Int32(inner), 1, a, Int32(inner), b,
        Int32(columns), 1, c, Int32(rowDistance))
    }
  }

  static func replaceByTangents(_ values: UnsafeMutableBufferPointer<Double>) {
    values.replaceVectors(as: SIMD4<Double>.self, tangent)
  }
}

extension UnsafeMutableBufferPointer {
  /// Replaces whole vectors, and a last one that is filled up with zeros.
  @inline(__always)
  fileprivate func replaceVectors<Vector: SIMD>(
    as type: Vector.Type, _ transform: (Vector) -> Vector
  ) where Vector.Scalar == Element {
    let width = Vector.scalarCount
    guard let start = baseAddress.map({ UnsafeMutableRawPointer($0) }) else { return }
    let whole = count / width * width
    for k in stride(from: 0, to: whole, by: width) {
      let place = start + k * MemoryLayout<Element>.stride
      place.storeBytes(of: transform(place.loadUnaligned(as: Vector.self)), as: Vector.self)
    }
    guard whole < count else { return }
    var last = Vector()
    for k in whole..<count { last[k - whole] = self[k] }
    last = transform(last)
    for k in whole..<count { self[k] = last[k - whole] }
  }
}
