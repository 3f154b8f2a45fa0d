internal import Foundation
internal import LSTMContract

extension CampaignReport {
  /// The report as JSON with sorted keys; numbers that JSON cannot hold are the strings Infinity, -Infinity and NaN.
  ///
  /// - Throws: what the encoder throws.
  public var jsonText: String {
    get throws {
      struct Whole: Encodable {
        var outcome: String
        var shortcomings: [String]
        var report: CampaignReport
      }
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      encoder.nonConformingFloatEncodingStrategy = .convertToString(
        positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
      let whole = Whole(outcome: "\(outcome)", shortcomings: shortcomings, report: self)
      return String(decoding: try encoder.encode(whole), as: UTF8.self)
    }
  }
}
