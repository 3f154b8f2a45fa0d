/// The FNV-1a 64-bit checksum of some bytes, as sixteen lower-case hexadecimal digits.
///
/// It detects damage, not malice: anybody can make a file with a given checksum. Any single changed byte changes it,
/// since xor and the odd multiplier are both invertible.
public func checksum(of bytes: [UInt8]) -> String {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
  let digits = String(hash, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}
