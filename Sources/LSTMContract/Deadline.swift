/// When work has to end: at an instant, or as soon as somebody asks for it.
public struct Deadline: Sendable {
  /// Work that may take as long as it takes.
  public static let never = Deadline(after: nil)

  /// Some thirty years; a longer time is no limit, and the arithmetic of instants has an end.
  private static let longest = 1e9

  private let instant: ContinuousClock.Instant?
  private let isCancelled: @Sendable () -> Bool

  /// - Parameters:
  ///   - seconds: from this call on; nil where time is no limit.
  ///   - isCancelled: whether somebody asked for the end; called often and from any thread.
  public init(after seconds: Double?, isCancelled: @escaping @Sendable () -> Bool = { false }) {
    instant = seconds.map { ContinuousClock.now + Self.duration($0) }
    self.isCancelled = isCancelled
  }

  private init(at instant: ContinuousClock.Instant?, _ isCancelled: @escaping @Sendable () -> Bool) {
    self.instant = instant
    self.isCancelled = isCancelled
  }

  /// Whether the work has to end.
  public var hasPassed: Bool { isCancelled() || instant.map { ContinuousClock.now >= $0 } ?? false }

  /// Whether somebody asked for the end, whatever the time.
  public var wasCancelled: Bool { isCancelled() }

  /// The deadline of a part of the work, which may take this share of the time that is left.
  public func afterShare(_ share: Double) -> Deadline {
    Deadline(
      at: instant.map { end in
        let now = ContinuousClock.now
        return now + (end - now) * min(max(share, 0), 1)
      }, isCancelled)
  }

  /// The earlier of this deadline and one after so many seconds.
  public func within(seconds: Double) -> Deadline {
    let other = ContinuousClock.now + Self.duration(seconds)
    return Deadline(at: instant.map { min($0, other) } ?? other, isCancelled)
  }

  private static func duration(_ seconds: Double) -> Duration { .seconds(min(max(seconds, 0), longest)) }
}
