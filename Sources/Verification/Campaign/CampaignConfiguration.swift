public import LSTMContract

/// What a campaign draws and how long it may run.
public struct CampaignConfiguration: Sendable, Codable {
  /// The seed of every run that does not name another.
  public static let defaultSeed: UInt64 = 0x4C53_544D

  /// How many cases to draw.
  public var cases: Int
  /// Decides every case.
  public var seed: UInt64
  /// The scalar types, in rotation over the cases.
  public var scalars: [ScalarKind]
  /// How many blocks of cases are judged at once; the verdicts do not depend on it.
  public var threads: Int
  /// Seconds for everything: drawing, shrinking and diagnosis. No new case starts afterwards.
  public var timeLimit: Double?
  /// The run ends once so many failures were seen; nil where it goes on.
  public var mostFailures: Int?
  /// How many laws of two problems each case is put to at most.
  public var lawsPerCase: Int
  /// How often each law is applied to a subject in each block of 32 cases at most: over 600 times in 10,000 cases.
  public var trialsPerLaw = 2
  /// Whether each case is asked if it can tell right from wrong, and a share of them judged by the second tier.
  public var examinesCases: Bool
  /// Which sizes are drawn.
  public var sizes = SizeProfile.standard
  /// Sizes that are not drawn, those that the subjects have compiled in included.
  public var fixed = FixedSizes()
  /// Only the cases of this part of the seed's, each looked at; nil for as many cases as asked for, from the first on.
  public var part: Range<Int>?
  /// The checksum of weights that are not drawn, or nil where they are.
  public var weights: String?
  /// Whether a suspicious answer fails the run as a wrong one does.
  public var isStrict = false
  /// Whether a run in which too little could be judged passes all the same.
  public var acceptsWeak = false
  /// The folder of known failures, or nil to neither read nor write any.
  public var corpus: String?

  /// A campaign over both scalar types on one core.
  public init(
    cases: Int, seed: UInt64 = CampaignConfiguration.defaultSeed,
    scalars: [ScalarKind] = ScalarKind.allCases,
    threads: Int = 1, timeLimit: Double? = nil, lawsPerCase: Int = 1, examinesCases: Bool = true, corpus: String? = nil
  ) {
    self.cases = cases
    self.seed = seed
    self.scalars = scalars
    self.threads = threads
    self.timeLimit = timeLimit
    self.lawsPerCase = lawsPerCase
    self.examinesCases = examinesCases
    self.corpus = corpus
  }
}
