internal import CProcess
internal import Foundation

/// Every process that was started for a subject.
public enum RunningPrograms {
  /// Makes this process the parent of those among its descendants that lose theirs, so that `endAll` finds them; for a
  /// program that starts nothing else. Where the system cannot, what leaves its group stays.
  public static func adoptOrphans() { LiveChildren.adoptsOrphans = lstm_process_adopt_orphans() }

  /// Ends them all, now.
  public static func endAll() { LiveChildren.killAll() }
}
