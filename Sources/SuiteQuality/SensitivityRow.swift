public import Mutants
internal import Verification

/// One size of one graded family: how many of its members each suite noticed.
public struct SensitivityRow: Sendable, Codable {
  /// The family.
  public var kind: GradedKind
  /// e.
  public var size: Double
  /// Members drawn.
  public var samples: Int
  /// Members that are proven legal or equivalent; no suite should see them, and this one is not asked.
  public var legal = 0
  /// The same for those that answer as the faithful body does, bit for bit.
  public var equivalent = 0
  /// The most cases for each member.
  public var budget: Int
  /// The numbers of cases after which this suite noticed a member, in the order of the samples.
  public var cases: [Int] = []
  /// Members that were not noticed and were suspicious: inside the declared class and outside of the probed one.
  public var suspicious = 0
  /// Members that the rule of another suite noticed, by its name; proven members among them.
  public var noticed: [String: Int] = [:]
  /// The ids of members that this suite did not notice, in the order of the samples.
  public var missed: [String] = []

  /// Members that were put to this suite.
  public var tried: Int { samples - legal - equivalent }

  /// The share of its members that this suite noticed, 0 to 1; nil where every member is proven.
  public var share: Double? { tried == 0 ? nil : Double(cases.count) / Double(tried) }

  /// The share that the rule of another suite noticed.
  public func share(of rule: String) -> Double { Double(noticed[rule] ?? 0) / Double(max(samples, 1)) }
}
