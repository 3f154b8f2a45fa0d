internal import LSTMContract

extension Mutant {
  /// y_{-1} = h0.
  public static let leadingMaskedStepEmitsH0 = Mutant(
    "leading-masked-step-emits-h0", "Before the first unmasked step the output is h0 instead of zero.",
    class: .output, origin: .bugs(["keras#11472", "tensorflow#23632"]), fault: OutputStartsAsH0())

  /// last_output = h_{T-1}.
  public static let lastOutputIsH = Mutant(
    "last-output-is-h",
    "The last output is the final h: wrong on fully masked rows, and at a masked end where zero is due.",
    class: .output, origin: .bugs(["keras#17596"]), fault: LastOutputIsH())

  static let outputFaults = [leadingMaskedStepEmitsH0, lastOutputIsH]
}

/// The repeated output of leading masked steps is taken from the state.
private struct OutputStartsAsH0: Fault {
  func begin<S: LSTMScalar>(_ memory: inout RowMemory<S>) { memory.y = memory.h }
}

/// E12 with h in the place of y, wherever a step was masked.
private struct LastOutputIsH: Fault {
  func lastOutput<S: LSTMScalar>(of memory: RowMemory<S>) -> [S] { memory.h }
}
