internal import LSTMContract

/// The four arrays of an answer. Rows of the batch do not overlap, so threads that own different rows may share them.
struct AnswerAddresses<Scalar: LSTMScalar>: @unchecked Sendable {
  let lastOutput, outputs, finalH, finalC: UnsafeMutablePointer<Scalar>
}

/// The time loop for some rows of the batch: E1 to E7 by the kernels, E8 to E16 here.
///
/// A masked row takes part in no arithmetic: its state stays where it is, so it is carried bit for bit (E9), and what
/// stands at masked steps is never read (E16).
struct Recurrence<Scalar: LSTMScalar> {
  let sequences: LSTMSequences<Scalar>
  let weights: PackedWeights<Scalar>
  let kernels: Kernels<Scalar>
  let rows: Range<Int>
  let layout: ScratchLayout<Scalar>

  init(
    _ sequences: LSTMSequences<Scalar>, rows: Range<Int>, weights: PackedWeights<Scalar>, kernels: Kernels<Scalar>
  ) {
    self.sequences = sequences
    self.weights = weights
    self.kernels = kernels
    self.rows = rows
    layout = ScratchLayout(
      timeSteps: sequences.shape.timeSteps, rows: rows.count, panels: weights.panels, lanes: kernels.lanes)
  }

  /// Fills these rows of an answer whose last output is 0 and whose states are h0 and c0 (E15).
  ///
  /// - Parameter memory: `layout.byteCount` bytes, aligned to `vectorAlignment`, that nobody else uses.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func run(_ answer: AnswerAddresses<Scalar>, in memory: UnsafeMutableRawPointer) {
    guard !rows.isEmpty, sequences.shape.timeSteps > 0 else { return }
    let state = RowStates<Scalar>(memory, layout, rows: rows.count)
    let units = sequences.shape.units
    for row in 0..<rows.count {
      state.load(
        row: row, h: answer.finalH + (rows.lowerBound + row) * units,
        c: answer.finalC + (rows.lowerBound + row) * units, units: units)
    }
    sequences.input.elements.withUnsafeBufferPointer { input in
      guard let input = input.baseAddress else { return }
      if let mask = sequences.mask {
        mask.elements.withUnsafeBufferPointer { advance(input, $0.baseAddress, state, answer) }
      } else {
        advance(input, nil, state, answer)
      }
    }
    for row in 0..<rows.count {
      let place = (rows.lowerBound + row) * units
      if sequences.mask == nil { copy(state.h(row), to: answer.lastOutput + place) }
      copy(state.h(row), to: answer.finalH + place)
      copy(state.c(row), to: answer.finalC + place)
    }
  }

  /// All steps, in groups whose products with x are formed together.
  private func advance(
    _ input: UnsafePointer<Scalar>, _ mask: UnsafePointer<Bool>?, _ state: RowStates<Scalar>,
    _ answer: AnswerAddresses<Scalar>
  ) {
    let (timeSteps, inputSize) = (sequences.shape.timeSteps, sequences.shape.inputSize)
    let width = 4 * kernels.lanes
    var first = 0
    while first < timeSteps {
      let next = min(first + layout.stepsAtOnce, timeSteps)
      var used = 0
      for step in first..<next {
        for row in rows {
          let position = position(time: time(of: step), row: row)
          guard mask?[position] ?? true else { continue }
          state.operands[used] = UnsafeRawPointer(input + position * inputSize)
          used += 1
        }
      }
      kernels.accumulate(
        rows: used, state.operands, depth: inputSize, packed: weights.inputKernel, panels: weights.panels,
        bias: weights.bias, into: state.z, zStride: used * width)
      var z = state.z
      for step in first..<next {
        let count = update(step: step, mask, state, z: z, zStride: used * width)
        z += count * width
        emit(step: step, mask, state, answer)
      }
      first = next
    }
  }

  /// Adds h_{s-1}·R to the rows of z that belong to this step and replaces their states (E1 to E7, E9).
  ///
  /// - Returns: the number of those rows, the unmasked ones.
  private func update(
    step: Int, _ mask: UnsafePointer<Bool>?, _ state: RowStates<Scalar>, z: UnsafeMutablePointer<Scalar>, zStride: Int
  ) -> Int {
    var used = 0
    for row in 0..<rows.count {
      guard isUsed(mask, step: step, row: rows.lowerBound + row) else { continue }
      state.turn(row: row, into: used)
      used += 1
    }
    kernels.step(
      rows: used, h: state.operands, depth: sequences.shape.units, packed: weights.hiddenKernel,
      panels: 0..<weights.panels, z: z, zStride: zStride, c: state.usedC, nextH: state.usedNextH,
      options: sequences.options)
    return used
  }

  /// Copies y_s to its place in `outputs` (E11). Where there is a mask, y is kept in `lastOutput` (E10, E12).
  private func emit(
    step: Int, _ mask: UnsafePointer<Bool>?, _ state: RowStates<Scalar>, _ answer: AnswerAddresses<Scalar>
  ) {
    let units = sequences.shape.units
    let outputTime = sequences.options.outputOrder == .aligned ? time(of: step) : step
    for row in 0..<rows.count {
      let output = answer.outputs + position(time: outputTime, row: rows.lowerBound + row) * units
      guard mask != nil else {
        copy(state.h(row), to: output)
        continue
      }
      let y = answer.lastOutput + (rows.lowerBound + row) * units
      if isUsed(mask, step: step, row: rows.lowerBound + row) {
        copy(state.h(row), to: y)
      } else if sequences.options.zeroOutputForMask {
        y.update(repeating: 0, count: units)
      }
      copy(y, to: output)
    }
  }

  /// Copies one row of H elements.
  private func copy(_ source: UnsafePointer<Scalar>, to target: UnsafeMutablePointer<Scalar>) {
    target.update(from: source, count: sequences.shape.units)
  }

  /// t(s).
  private func time(of step: Int) -> Int {
    sequences.options.goBackwards ? sequences.shape.timeSteps - 1 - step : step
  }

  /// Where (t, b) stands among the rows of input, mask and outputs.
  private func position(time: Int, row: Int) -> Int {
    sequences.options.layout == .timeMajor
      ? time * sequences.shape.batch + row : row * sequences.shape.timeSteps + time
  }

  /// m_s (E8).
  private func isUsed(_ mask: UnsafePointer<Bool>?, step: Int, row: Int) -> Bool {
    mask?[position(time: time(of: step), row: row)] ?? true
  }
}
