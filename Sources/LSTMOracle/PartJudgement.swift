public import LSTMContract

/// How the elements of one array of an answer were judged.
public struct PartJudgement: Sendable, Equatable, Codable {
  /// Elements judged at their step, from the subject's own h, or bit for bit.
  public internal(set) var atSteps = 0
  /// Elements judged by the radius of a whole run, because the steps before them are not shown.
  public internal(set) var endToEnd = 0
  /// Elements that the model does not decide, or whose radius leaves nothing of the value's range.
  public internal(set) var undecided = 0
  /// Elements outside the sample of a very large answer.
  public internal(set) var unjudged = 0
  /// Elements that the subject never returns.
  public internal(set) var notGiven = 0
  /// How many of `atSteps` were compared with a radius.
  var withinRadii = 0

  private enum CodingKeys: String, CodingKey { case atSteps, endToEnd, undecided, unjudged, notGiven }

  /// Nothing judged yet.
  public init() {}

  /// Adds what was counted elsewhere.
  public mutating func merge(_ other: PartJudgement) {
    atSteps += other.atSteps
    endToEnd += other.endToEnd
    undecided += other.undecided
    unjudged += other.unjudged
    notGiven += other.notGiven
    withinRadii += other.withinRadii
  }

  /// Of what was compared with a radius, only so much is judged as in a sample.
  mutating func narrow(to sample: PartJudgement) {
    let lost = max(0, withinRadii - sample.withinRadii)
    atSteps -= lost
    unjudged += lost
    withinRadii -= lost
  }
}

/// One count for each array of an answer.
public struct PartJudgements: Sendable, Equatable {
  private var lastOutput = PartJudgement()
  private var outputs = PartJudgement()
  private var finalH = PartJudgement()
  private var finalC = PartJudgement()

  /// Nothing judged yet.
  public init() {}

  /// The count of one array.
  public subscript(part: AnswerPart) -> PartJudgement {
    get {
      switch part {
      case .lastOutput: lastOutput
      case .outputs: outputs
      case .finalH: finalH
      case .finalC: finalC
      }
    }
    set {
      switch part {
      case .lastOutput: lastOutput = newValue
      case .outputs: outputs = newValue
      case .finalH: finalH = newValue
      case .finalC: finalC = newValue
      }
    }
  }
}
