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

  static let namedStateFaults = [stateZeroedOnMask, h0C0Swapped]
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

extension Mutant {
  /// Options mistaken, and states that start, go on or end wrongly.
  static let stateFaults: [Mutant] = [
    option("go-backwards-ignored", "The sequence is always run forwards.", bugs: ["keras PR#7593", "tvm#15176"]) {
      $0.goBackwards = false
    },
    option("always-backwards", "The sequence is always run backwards.") { $0.goBackwards = true },
    option(
      "zero-output-ignored", "A masked step repeats the output where zero is asked for.",
      bugs: ["keras#3367", "keras#7695"]
    ) {
      $0.zeroOutputForMask = false
    },
    option("zero-output-always", "A masked step gives zero where the output before it is asked for.") {
      $0.zeroOutputForMask = true
    },
    option("outputs-never-aligned", "The outputs stand in processing order whatever is asked for.") {
      $0.outputOrder = .processing
    },
    option(
      "outputs-always-aligned", "The outputs stand beside their inputs whatever is asked for.",
      bugs: ["keras#1431", "keras#1703"]
    ) {
      $0.outputOrder = .aligned
    },
    state("h0-dropped", "h starts at zero.", .dropsH),
    state("c0-dropped", "c starts at zero.", .dropsC),
    state("h0-negated", "h starts with the wrong sign.", .negatesH),
    state("c0-doubled", "c starts at twice c0.", .doublesC),
    state("state-of-unit-before", "h0 and c0 are shifted by one unit.", .shifts),
    step("cell-state-clipped-at-3", "c is clipped to [-3, 3].", .clips(3)),
    step("cell-state-clipped-at-10", "c is clipped to [-10, 10].", .clips(10)),
    step("cell-state-reset", "c is not carried: it starts at zero in each step.", .resetsC),
    step("hidden-state-late", "h of the step before is fed back twice: recurrence lags by one step.", .lags),
    step("output-is-c", "The output is c.", .emitsC),
    step("state-of-first-step", "The states stay those of the first counted step.", .stays),
  ]

  static func option(
    _ id: String, _ sentence: String, bugs: [String] = [], _ edit: @escaping @Sendable (inout LSTMOptions) -> Void
  ) -> Mutant {
    Mutant(
      id, sentence, class: .state, origin: bugs.isEmpty ? .systematic : .bugs(bugs), fault: OtherOptions(edit: edit))
  }

  private static func state(_ id: String, _ sentence: String, _ edit: StateEdit) -> Mutant {
    Mutant(id, sentence, class: .state, origin: .systematic, fault: OtherStart(edit: edit))
  }

  private static func step(_ id: String, _ sentence: String, _ edit: StepEdit) -> Mutant {
    Mutant(id, sentence, class: .state, origin: .systematic, fault: OtherStep(edit: edit))
  }
}

private struct OtherOptions: Fault {
  let edit: @Sendable (inout LSTMOptions) -> Void

  func rewritten<S: LSTMScalar>(_ problem: LSTMProblem<S>) -> LSTMProblem<S> {
    var options = problem.options
    edit(&options)
    return (try? problem.replacing(options: options)) ?? problem
  }
}

private enum StateEdit { case dropsH, dropsC, negatesH, doublesC, shifts }

private struct OtherStart: Fault {
  let edit: StateEdit

  func begin<S: LSTMScalar>(_ memory: inout RowMemory<S>) {
    func shifted(_ values: [S]) -> [S] { Array(values.suffix(1) + values.dropLast()) }
    switch edit {
    case .dropsH: memory.h = memory.h.map { _ in 0 }
    case .dropsC: memory.c = memory.c.map { _ in 0 }
    case .negatesH: memory.h = memory.h.map { -$0 }
    case .doublesC: memory.c = memory.c.map { 2 * $0 }
    case .shifts: (memory.h, memory.c) = (shifted(memory.h), shifted(memory.c))
    }
  }
}

private enum StepEdit {
  case clips(Double)
  case resetsC, lags, emitsC, stays
}

private struct OtherStep: Fault {
  let edit: StepEdit

  func complete<S: LSTMScalar>(_ next: inout RowMemory<S>, after previous: RowMemory<S>) {
    switch edit {
    case .clips(let limit): next.c = next.c.map { min(max($0, S(-limit)), S(limit)) }
    case .resetsC: next.c = next.c.map { _ in 0 }
    case .lags: next.h = previous.h
    case .emitsC: next.y = next.c
    case .stays:
      if previous.y.contains(where: { $0 != 0 }) { (next.h, next.c) = (previous.h, previous.c) }
    }
  }
}
