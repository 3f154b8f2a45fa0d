internal import LSTMContract

extension Mutant {
  /// The input is reversed, the mask is not.
  public static let maskNotReversed = Mutant(
    "mask-not-reversed", "Going backwards, the mask is read forwards: it is not reversed with the input.",
    class: .mask, origin: .bugs(["keras#1934"]), fault: UnreversedMask(), smallestTimeSteps: 2)

  static let maskFaults = [maskNotReversed]
}

/// m_s = mask[s] whatever the direction.
private struct UnreversedMask: Fault {
  func maskTime(ofStep step: Int, in shape: LSTMShape, options: LSTMOptions) -> Int { step }
}
