internal import LSTMContract

extension Mutant {
  /// A masked step forgets the states.
  public static let stateZeroedOnMask = Mutant(
    "state-zeroed-on-mask", "A masked step sets h and c to zero instead of keeping them.", class: .state,
    origin: .systematic, fault: ZeroedState())

  /// The carry is read as (c, h).
  public static let h0C0Swapped = Mutant(
    "h0-c0-swapped", "The initial states change places: h starts as c0 and c as h0.", class: .state,
    origin: .bugs(["flax#4124"]), fault: SwappedStates())

  static let stateFaults = [stateZeroedOnMask, h0C0Swapped]
}

/// h = c = 0 at each masked step.
private struct ZeroedState: Fault {
  func skip<S: LSTMScalar>(_ memory: inout RowMemory<S>, options: LSTMOptions) {
    memory.skip(options: options)
    memory.h = memory.h.map { _ in 0 }
    memory.c = memory.c.map { _ in 0 }
  }
}

/// (h, c)_{-1} = (c0, h0).
private struct SwappedStates: Fault {
  func begin<S: LSTMScalar>(_ memory: inout RowMemory<S>) { swap(&memory.h, &memory.c) }
}
