internal import LSTMContract
internal import Synchronization

/// When a campaign ends, and when it ends drawing: where a failure was seen, a quarter of the time is kept for shrinking
/// it and for the diagnosis.
struct CampaignDeadlines: Sendable {
  static var never: CampaignDeadlines { CampaignDeadlines(.never) }

  private static let shareForDrawing = 0.75

  /// The end of everything; calls that run over it are cut short.
  let whole: Deadline
  /// No case is begun afterwards.
  let drawing: Deadline
  private let failure: Seen

  private final class Seen: Sendable {
    let value = Atomic(false)
  }

  init(_ whole: Deadline) {
    let (seen, early) = (Seen(), whole.afterShare(Self.shareForDrawing))
    self.whole = whole
    failure = seen
    drawing = Deadline(
      after: nil,
      isCancelled: { whole.hasPassed || seen.value.load(ordering: .relaxed) && early.hasPassed })
  }

  /// Tells that there is something to shrink.
  func noteFailure() { failure.value.store(true, ordering: .relaxed) }
}
