internal import LSTMContract

extension CampaignReport {
  /// The report as JSON, with its outcome.
  ///
  /// - Throws: what the encoder throws.
  public var jsonText: String {
    get throws {
      struct Whole: Encodable {
        var outcome: String
        var shortcomings: [String]
        var report: CampaignReport
      }
      let whole = Whole(outcome: "\(outcome)", shortcomings: shortcomings, report: self)
      return try reportJSON(of: whole)
    }
  }
}
