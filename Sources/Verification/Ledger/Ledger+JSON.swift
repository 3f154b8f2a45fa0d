extension Ledger: Encodable {
  private enum CodingKeys: String, CodingKey {
    case cases, looked, veryLarge, stepsOnly, labels, subjects, reference, laws, pairs, discrimination
  }

  /// Laws and pairs by the names of the subjects.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(cases, forKey: .cases)
    try container.encode(looked, forKey: .looked)
    try container.encode(veryLarge, forKey: .veryLarge)
    try container.encode(stepsOnly, forKey: .stepsOnly)
    try container.encode(labels, forKey: .labels)
    try container.encode(subjects, forKey: .subjects)
    try container.encodeIfPresent(reference, forKey: .reference)
    try container.encode(laws.mapValues(named), forKey: .laws)
    try container.encode(named(pairs), forKey: .pairs)
    try container.encode(discrimination, forKey: .discrimination)
  }

  /// No two subjects have one name.
  private func named(_ records: [some Hashable & CustomStringConvertible: ComparisonRecord]) -> [String:
    ComparisonRecord]
  {
    Dictionary(uniqueKeysWithValues: records.map { ("\($0.key)", $0.value) })
  }
}
