internal import Foundation

/// A report as JSON with sorted keys; numbers that JSON cannot hold are the strings Infinity, -Infinity and NaN.
///
/// - Throws: what the encoder throws.
public func reportJSON(of report: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  encoder.nonConformingFloatEncodingStrategy = .convertToString(
    positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
  return String(decoding: try encoder.encode(report), as: UTF8.self)
}
