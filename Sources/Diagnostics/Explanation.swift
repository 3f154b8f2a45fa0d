extension Diagnosis {
  /// A known mistake that answers as the subject does.
  public struct Explanation: Sendable {
    /// The mistake.
    let hypothesis: Hypothesis
    /// Probes on which it answers as the subject does, within the range of its own answers.
    public let agreed: Int

    init(_ hypothesis: Hypothesis, agreed: Int) {
      self.hypothesis = hypothesis
      self.agreed = agreed
    }

    /// The conventions and the mutant, joined by ` + `.
    public var id: String { hypothesis.id }
    /// What it says.
    public var sentence: String { hypothesis.sentence }
  }
}

extension Diagnosis.Explanation: Codable {
  private enum CodingKeys: CodingKey { case mistake, id, sentence, agreed }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    hypothesis = try container.decode(Hypothesis.self, forKey: .mistake)
    agreed = try container.decode(Int.self, forKey: .agreed)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(hypothesis, forKey: .mistake)
    try container.encode(id, forKey: .id)
    try container.encode(sentence, forKey: .sentence)
    try container.encode(agreed, forKey: .agreed)
  }
}
