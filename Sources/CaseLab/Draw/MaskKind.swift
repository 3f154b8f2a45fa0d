/// Which steps of a case count.
public enum MaskKind: String, CaseIterable, Codable, Sendable {
  /// There is no mask.
  case none
  /// In each row the steps before some step count.
  case rightPadded = "right-padded"
  /// In each row the steps from some step on count.
  case leftPadded = "left-padded"
  /// Steps here and there do not count.
  case holes
  /// Runs of masked steps between steps that count.
  case runs
  /// One row has no step that counts.
  case emptyRow = "empty row"
  /// No step counts.
  case allMasked = "all masked"
  /// A mask by which every step counts.
  case allTrue = "all true"

  /// How often each is drawn.
  static let weights: [(MaskKind, Int)] = [
    (.none, 25), (.rightPadded, 14), (.leftPadded, 13), (.holes, 12), (.runs, 9), (.emptyRow, 11),
    (.allMasked, 5),
    (.allTrue, 11),
  ]

  /// Kinds that have masked steps beside counted ones.
  static let partial: [(MaskKind, Int)] = [
    (.rightPadded, 2), (.leftPadded, 2), (.holes, 3), (.runs, 2), (.emptyRow, 2),
  ]
}
