internal import LSTMContract

extension Mutant {
  /// Faults invented from the equations alone, by someone who had seen neither the checks nor the rest of the bank.
  static let portingFaults: [Mutant] = [
    Mutant(
      "square-kernel-turned",
      "An input kernel that happens to be square (I = 4H) is taken for [4H, I] and turned.",
      class: .parameters, origin: .systematic, fault: TurnedSquareKernel()),
    Mutant(
      "bias-interleaved", "The bias is read as [H, 4], the four gates of a unit side by side.",
      class: .gatePacking, origin: .systematic, fault: InterleavedBias(), smallestUnits: 2),
    Mutant(
      "mask-word-wraps", "The mask is packed into one 32-bit word, so step t reads the bit of step t mod 32.",
      class: .mask, origin: .systematic, fault: WrappingMaskWord(), smallestTimeSteps: 33),
    Mutant(
      "backwards-within-length", "Backwards, each row is reversed up to its last valid step, padding stays last.",
      class: .output, origin: .systematic, fault: ReversedWithinLength(), smallestTimeSteps: 2),
    Mutant(
      "aligned-flips-first-axis",
      "Aligned outputs are turned back along the first axis even where that is the batch.",
      class: .output, origin: .systematic, fault: FlippedFirstAxis()),
    Mutant(
      "state-by-difference",
      "The new state is written as old + (new - old), which rounds in the old state's size.",
      class: .state, origin: .systematic, fault: StateByDifference()),
    Mutant(
      "relu-stops-at-six", "relu is relu6: no value exceeds 6.",
      class: .activation, origin: .systematic, fault: ReluStoppingAtSix()),
    Mutant(
      "bias-through-float", "The bias passes through Float on its way, whatever the scalar type.",
      class: .precision, origin: .systematic, fault: BiasThroughFloat()),
    Mutant(
      "hidden-tile-restarts", "The hidden product runs over tiles of 16, and each tile reads h from its start.",
      class: .vectorization, origin: .systematic, fault: RestartingHiddenTile(), smallestUnits: 17),
    Mutant(
      "empty-leaves-last-output", "With no time steps last_output is not written and keeps what its memory held.",
      class: .output, origin: .systematic, fault: UnwrittenLastOutput(), smallestTimeSteps: 0),
  ]
}

/// A loader that accepts both [I, 4H] and the transposed [4H, I] of other libraries tells them apart by the first axis.
///
/// Shows where I = 4H and K is not symmetric, at the smallest I 4, H 1, B 1, T 1.
private struct TurnedSquareKernel: Fault {
  func rewritten<S: LSTMScalar>(_ problem: LSTMProblem<S>) -> LSTMProblem<S> {
    let side = problem.shape.gateColumns
    guard problem.shape.inputSize == side else { return problem }
    let kernel = problem.inputKernel
    let turned = (0..<side * side).map { kernel[$0 % side * side + $0 / side] }
    return (try? problem.replacing(inputKernel: Tensor(shape: [side, side], elements: turned))) ?? problem
  }
}

/// The bias of a gate and unit is read at 4 · unit + gate; both kernels are cut in blocks as they should be.
///
/// Shows on any problem with H of at least 2 and a bias whose two readings differ: H 2, I 1, B 1, T 1.
private struct InterleavedBias: ParameterFault {
  func prepare<S: LSTMScalar>(_ parameters: inout GateParameters<S>) {
    let packed = Gate.allCases.flatMap { [parameters] in parameters[$0].bias }
    for gate in Gate.allCases {
      for unit in parameters[gate].bias.indices {
        parameters[gate].bias[unit] = packed[4 * unit + gate.rawValue]
      }
    }
  }
}

/// `word >> t & 1` on a 32-bit word, where the hardware takes the shift modulo 32.
///
/// Shows where T is at least 33 and mask[t] differs from mask[t mod 32] for some row: T 33, B 1, the first step masked
/// and the last not, or the other way round. Without a mask, or up to T 32, everything is right.
private struct WrappingMaskWord: Fault {
  func maskTime(ofStep step: Int, in shape: LSTMShape, options: LSTMOptions) -> Int {
    (options.goBackwards ? shape.timeSteps - 1 - step : step) % 32
  }
}

/// What `reverse_sequence` does: the part of a row up to its last valid step is reversed, what follows stays behind it.
///
/// The valid steps are met in the right order, so both states are always right. Shows with `go_backwards`, outputs in
/// processing order, and a row whose last time step is masked while another is not: T 2, B 1, mask [1, 0], where
/// outputs are [y, y] for [0, y]; last_output is wrong only under `zero_output_for_mask`.
private struct ReversedWithinLength: Fault {
  func rewritten<S: LSTMScalar>(_ problem: LSTMProblem<S>) -> LSTMProblem<S> {
    let (shape, options) = (problem.shape, problem.options)
    guard let mask = problem.mask, options.goBackwards, options.outputOrder == .processing else { return problem }
    func position(_ time: Int, _ row: Int) -> Int {
      problem.position(time: time, row: row)
    }
    var (input, flags) = (problem.input.elements, mask.elements)
    for row in 0..<shape.batch {
      let length = ((0..<shape.timeSteps).last { mask[position($0, row)] } ?? -1) + 1
      for step in 0..<shape.timeSteps {
        let source = position(step < length ? length - 1 - step : step, row)
        let target = position(shape.timeSteps - 1 - step, row)
        flags[target] = mask[source]
        for feature in 0..<shape.inputSize {
          input[target * shape.inputSize + feature] = problem.input[source * shape.inputSize + feature]
        }
      }
    }
    let replaced = try? problem.replacing(
      input: Tensor(shape: problem.input.shape, elements: input), mask: Tensor(shape: mask.shape, elements: flags))
    return replaced ?? problem
  }
}

/// `reverse(outputs, axis: 0)` at the end, written for time-major arrays.
///
/// Shows with `go_backwards`, the aligned order and the batch-major layout where B or T is at least 2: rows change
/// places, and time stays in processing order. Smallest: T 1, B 2 with two different rows, or T 2, B 1.
private struct FlippedFirstAxis: Fault {
  func revise<S: LSTMScalar>(_ answer: inout LSTMAnswer<S>, to problem: LSTMProblem<S>, before: LSTMAnswer<S>) {
    let (shape, options) = (problem.shape, problem.options)
    guard options.goBackwards, options.outputOrder == .aligned, options.layout == .batchMajor else { return }
    let blocks = shape.batch * shape.timeSteps
    // Undoing the turn in time and then flipping the rows reverses all [B, T] blocks at once.
    let right = answer.outputs
    answer.outputs = (0..<blocks).flatMap { block in
      right[(blocks - 1 - block) * shape.units..<(blocks - block) * shape.units]
    }
  }
}

/// A branch-free select, old + m·(new - old), with m = 1; masked steps keep their bits.
///
/// Shows where the old state dwarfs the new one, or is infinite: T 1, B 1, I 1, H 1, R 0 and h0 1e9 in `Float`, or c0
/// 1e9 and a forget gate that is shut by a bias of -100. On states of like size it is off by a unit in the last place.
private struct StateByDifference: Fault {
  func complete<S: LSTMScalar>(_ next: inout RowMemory<S>, after previous: RowMemory<S>) {
    next.h = zip(next.h, previous.h).map { new, old in old + (new - old) }
    next.c = zip(next.c, previous.c).map { new, old in old + (new - old) }
    next.y = next.h
  }
}

/// The relu of a mobile library.
///
/// Shows where either activation is relu and its argument exceeds 6: T 1, B 1, I 1, H 1, tanh activation relu, x·K 7.
private struct ReluStoppingAtSix: Fault {
  func value<S: LSTMScalar>(of activation: Activation, at z: S, by rule: ActivationRule) -> S {
    let value = rule.value(of: activation, at: z)
    return activation == .relu && value > 6 ? 6 : value
  }
}

/// A signature left behind when the code became generic: `bias: [Float]`.
///
/// Shows in `Double` only, and only with a bias that `Float` cannot represent, such as 0.1: T 1, B 1, I 1, H 1. Values
/// that were drawn as `Float`, or as small fractions of powers of two, never show it.
private struct BiasThroughFloat: ParameterFault {
  func prepare<S: LSTMScalar>(_ parameters: inout GateParameters<S>) {
    for gate in Gate.allCases { parameters[gate].bias = parameters[gate].bias.map { S(Float($0)) } }
  }

  /// Through float is no detour in float.
  func standing(under model: ArithmeticModel) -> Standing { model.scalar == .float ? .equivalent : .undetermined }
}

/// The tile's offset is added to the row of R and forgotten on h: row k of R meets h[k mod 16].
///
/// Shows where H is at least 17 and h before a step is not periodic: H 17, I 1, B 1, T 1 with an h0 other than zero, or
/// T 2 from h0 = 0.
private struct RestartingHiddenTile: ParameterFault {
  func prepare<S: LSTMScalar>(_ parameters: inout GateParameters<S>) {
    for gate in Gate.allCases {
      let rows = parameters[gate].hidden
      var folded = Array(rows.prefix(16))
      for (index, row) in rows.enumerated().dropFirst(16) {
        folded[index % 16] = zip(folded[index % 16], row).map { $0 + $1 }
      }
      parameters[gate].hidden = folded
    }
  }
}

/// last_output is copied inside the loop over time, and nothing sets it to zero before.
///
/// Shows at T 0 with B of at least 1, where the caller's array held anything but +0: T 0, B 1, I 1, H 1.
private struct UnwrittenLastOutput: Fault {
  func revise<S: LSTMScalar>(_ answer: inout LSTMAnswer<S>, to problem: LSTMProblem<S>, before: LSTMAnswer<S>) {
    if problem.shape.timeSteps == 0 { answer.lastOutput = before.lastOutput }
  }
}
