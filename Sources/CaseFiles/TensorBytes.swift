internal import LSTMContract

/// The values of little-endian bytes; the count fits the type.
func values<Scalar: LSTMScalar>(_ bytes: ArraySlice<UInt8>, as type: Scalar.Type) -> [Scalar] {
  let width = Scalar.kind == .float ? 4 : 8
  return stride(from: bytes.startIndex, to: bytes.endIndex, by: width).map { start in
    Scalar(bits: (0..<width).reduce(UInt64(0)) { $0 | UInt64(bytes[start + $1]) << UInt64(8 * $1) })
  }
}

/// The little-endian bytes of values.
func bytes<Scalar: LSTMScalar>(_ values: [Scalar]) -> ArraySlice<UInt8> {
  let width = Scalar.kind == .float ? 4 : 8
  var result: [UInt8] = []
  result.reserveCapacity(values.count * width)
  for value in values {
    for byte in 0..<width { result.append(UInt8(truncatingIfNeeded: value.bits >> UInt64(8 * byte))) }
  }
  return result[...]
}
