internal import LSTMContract

extension GoldenCatalog {
  private static let masks: [(name: String, mask: [[Bool]], purpose: String, catches: String)] = [
    (
      "all-true", [[true, true, true], [true, true, true]], "a mask that is true everywhere",
      "another result than without a mask"
    ),
    (
      "right-padded", [[true, true, false], [true, false, false]], "padding after the sequence",
      "a state that goes on through the padding"
    ),
    (
      "left-padded", [[false, true, true], [false, false, true]], "padding before the sequence",
      "h0 given as the output of a leading masked step"
    ),
    (
      "hole", [[true, false, true], [false, true, false]], "a masked step between counted ones",
      "a state set to zero at a masked step"
    ),
    (
      "empty-row", [[false, false, false], [true, false, true]], "one row without any counted step",
      "an empty row treated as one of length 1"
    ),
    (
      "all-masked", [[false, false, false], [false, false, false]], "no counted step at all", "last_output given as h0"
    ),
  ]

  /// Each kind of mask in both directions, with both rules for the output of a masked step; layouts and output orders
  /// take turns.
  static let maskEntries: [Entry] = masks.enumerated().flatMap { number, mask in
    [(false, false), (false, true), (true, false), (true, true)].enumerated().map { turn, choice in
      let (backwards, zero) = choice
      return Entry(
        "mask-\(mask.name)\(backwards ? "-backward" : "")\(zero ? "-zero-output" : "")",
        "\(mask.purpose), \(backwards ? "backward" : "forward"), \(zero ? "zero output" : "the output before it") at masked steps",
        catches: backwards ? "a mask that is not reversed with the input; \(mask.catches)" : mask.catches
      ) {
        $0.mask = mask.mask
        $0.options.goBackwards = backwards
        $0.options.zeroOutputForMask = zero
        $0.options.layout = (number + turn) % 2 == 0 ? .batchMajor : .timeMajor
        $0.options.outputOrder = (number + turn / 2) % 2 == 0 ? .processing : .aligned
      }
    }
  }
}
