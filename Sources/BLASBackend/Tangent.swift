/// tanh(x) = -e / (e + 2) with e = exp(-2|x|) - 1 in [-1, 0]: no cancellation, no overflow, the sign of x, NaN at NaN.
///
/// -2|x| = n ln 2 + r, exp(r) - 1 = 2r / (2 - c) with c = r - r² P(r²) (the form of fdlibm's exp), and e = 2^n (exp(r) - 1)
/// + (2^n - 1). Error: exp(r) - 1 is within 3 u of its value, which is at most 0.42; the sum adds u / 2; both are magnified by at
/// most 2 / (2 + e)² where n = 0 or -1, and by less than 2^(1+n) below; the sum e + 2 adds u and the quotient u / 2: under
/// 4 u absolute.
///
/// Written once for each scalar type, because Swift compiles vectors of a known type only into vector instructions.
func tangent(_ x: SIMD8<Float>) -> SIMD8<Float> {
  let sign: SIMD8<UInt32> = unsafeBitCast(x, to: SIMD8<UInt32>.self) & 0x8000_0000
  let magnitude = unsafeBitCast(unsafeBitCast(x, to: SIMD8<UInt32>.self) & 0x7fff_ffff, to: SIMD8<Float>.self)
  let doubled = magnitude + magnitude
  // exp(-40) is below u / 2; NaN stays.
  let y = -doubled.replacing(with: 40, where: doubled .> 40)
  // Adding 1.5 * 2^23 rounds to an integer and leaves it in the low bits.
  let shifted = y * 0x1.715476p+0 + 0x1.8p23
  let n = shifted - 0x1.8p23
  // ln 2 in two parts; products of the first with n are exact.
  let r = (y - n * 0x1.63p-1) + n * 0x1.bd0106p-13
  let square = r * r
  let c = r - square * (1.6666625440e-1 - square * 2.7667332906e-3)
  let power = unsafeBitCast(
    (unsafeBitCast(shifted, to: SIMD8<UInt32>.self) &+ 127) &<< 23, to: SIMD8<Float>.self)
  let e = power * ((r + r) / (2 - c)) + (power - 1)
  return unsafeBitCast(unsafeBitCast(-e / (e + 2), to: SIMD8<UInt32>.self) & 0x7fff_ffff | sign, to: SIMD8<Float>.self)
}

/// The same in `Double`.
func tangent(_ x: SIMD4<Double>) -> SIMD4<Double> {
  let sign: SIMD4<UInt64> = unsafeBitCast(x, to: SIMD4<UInt64>.self) & 0x8000_0000_0000_0000
  let magnitude = unsafeBitCast(
    unsafeBitCast(x, to: SIMD4<UInt64>.self) & 0x7fff_ffff_ffff_ffff, to: SIMD4<Double>.self)
  let doubled = magnitude + magnitude
  let y = -doubled.replacing(with: 80, where: doubled .> 80)
  let shifted = y * 0x1.71547652b82fep+0 + 0x1.8p52
  let n = shifted - 0x1.8p52
  let r = (y - n * 0x1.62e42feep-1) - n * 0x1.a39ef35793c76p-33
  let square = r * r
  var p = 4.13813679705723846039e-08 * square - 1.65339022054652515390e-06
  p = p * square + 6.61375632143793436117e-05
  p = p * square - 2.77777777770155933842e-03
  p = p * square + 1.66666666666666019037e-01
  let c = r - square * p
  let power = unsafeBitCast(
    (unsafeBitCast(shifted, to: SIMD4<UInt64>.self) &+ 1023) &<< 52, to: SIMD4<Double>.self)
  let e = power * ((r + r) / (2 - c)) + (power - 1)
  return unsafeBitCast(
    unsafeBitCast(-e / (e + 2), to: SIMD4<UInt64>.self) & 0x7fff_ffff_ffff_ffff | sign, to: SIMD4<Double>.self)
}
