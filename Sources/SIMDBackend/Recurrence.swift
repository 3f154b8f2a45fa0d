internal import LSTMContract

/// The four arrays of an answer. Threads that own different rows, or different units of a row, may share them.
struct AnswerAddresses<Scalar: LSTMScalar>: @unchecked Sendable {
  let lastOutput, outputs, finalH, finalC: UnsafeMutablePointer<Scalar>
}

/// The time loop for some rows of the batch and some of their units: E1 to E7 by the kernels, E8 to E16 here.
///
/// A masked row takes part in no arithmetic: its state stays where it is, so it is carried bit for bit (E9), and what
/// stands at masked steps is never read (E16).
struct Recurrence<Scalar: LSTMScalar> {
  let sequences: LSTMSequences<Scalar>
  let weights: PackedWeights<Scalar>
  let kernels: Kernels<Scalar>
  let rows: Range<Int>
  let layout: ScratchLayout<Scalar>
  /// The threads that share these rows, each with its panels of units; which one this is; where they wait for each other.
  let workers, worker: Int
  let meeting: MeetingPoint?

  /// All units of some rows, on one thread.
  init(
    _ sequences: LSTMSequences<Scalar>, rows: Range<Int>, weights: PackedWeights<Scalar>, kernels: Kernels<Scalar>
  ) {
    self.init(
      sequences, rows: rows, weights: weights, kernels: kernels, workers: 1, worker: 0, meeting: nil)
  }

  /// One worker's share of the units of some rows.
  init(
    _ sequences: LSTMSequences<Scalar>, rows: Range<Int>, weights: PackedWeights<Scalar>, kernels: Kernels<Scalar>,
    workers: Int, worker: Int, meeting: MeetingPoint?
  ) {
    self.sequences = sequences
    self.weights = weights
    self.kernels = kernels
    self.rows = rows
    (self.workers, self.worker, self.meeting) = (workers, worker, meeting)
    layout = ScratchLayout(
      timeSteps: sequences.shape.timeSteps, rows: rows.count, panels: weights.panels, lanes: kernels.lanes,
      workers: workers)
  }

  /// This worker's panels.
  private var panels: Range<Int> {
    weights.panels * worker / workers..<weights.panels * (worker + 1) / workers
  }

  /// The units in them, without padding.
  private var units: Range<Int> {
    let all = sequences.shape.units
    return min(panels.lowerBound * kernels.lanes, all)..<min(panels.upperBound * kernels.lanes, all)
  }

  /// Fills these rows and units of an answer whose last output is 0 and whose states are h0 and c0 (E15).
  ///
  /// - Parameter memory: `layout.byteCount` bytes, aligned to `vectorAlignment`, that only these workers use.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func run(_ answer: AnswerAddresses<Scalar>, in memory: UnsafeMutableRawPointer) {
    guard !rows.isEmpty, sequences.shape.timeSteps > 0 else { return }
    let state = RowStates<Scalar>(memory, layout, rows: rows.count, worker: worker)
    for row in 0..<rows.count {
      let place = (rows.lowerBound + row) * sequences.shape.units
      state.load(
        row: row, units: units, padding: panels.count * kernels.lanes - units.count, h: answer.finalH + place,
        c: answer.finalC + place)
    }
    meeting?.wait()
    sequences.input.elements.withUnsafeBufferPointer { input in
      guard let input = input.baseAddress else { return }
      if let mask = sequences.mask {
        mask.elements.withUnsafeBufferPointer { advance(input, $0.baseAddress, state, answer) }
      } else {
        advance(input, nil, state, answer)
      }
    }
    for row in 0..<rows.count {
      let place = (rows.lowerBound + row) * sequences.shape.units
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
      let zStride = used * width
      kernels.accumulate(
        rows: used, state.operands, depth: inputSize,
        packed: weights.inputKernel + panels.lowerBound * inputSize * width, panels: panels.count,
        bias: weights.bias + panels.lowerBound * width, into: state.z + panels.lowerBound * zStride, zStride: zStride)
      var z = state.z
      for step in first..<next {
        let count = update(step: step, mask, state, z: z, zStride: zStride)
        z += count * width
        // The next step reads what every worker wrote, and writes where every worker has read.
        meeting?.wait()
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
      panels: panels, z: z, zStride: zStride, c: state.usedC, nextH: state.usedNextH,
      options: sequences.options)
    return used
  }

  /// Copies y_s to its place in `outputs` (E11). Where there is a mask, y is kept in `lastOutput` (E10, E12).
  private func emit(
    step: Int, _ mask: UnsafePointer<Bool>?, _ state: RowStates<Scalar>, _ answer: AnswerAddresses<Scalar>
  ) {
    let outputTime = sequences.options.outputOrder == .aligned ? time(of: step) : step
    for row in 0..<rows.count {
      let output =
        answer.outputs + position(time: outputTime, row: rows.lowerBound + row) * sequences.shape.units
      guard mask != nil else {
        copy(state.h(row), to: output)
        continue
      }
      let y = answer.lastOutput + (rows.lowerBound + row) * sequences.shape.units
      if isUsed(mask, step: step, row: rows.lowerBound + row) {
        copy(state.h(row), to: y)
      } else if sequences.options.zeroOutputForMask {
        (y + units.lowerBound).update(repeating: 0, count: units.count)
      }
      copy(y, to: output)
    }
  }

  /// Copies this worker's units of a row of H elements.
  private func copy(_ source: UnsafePointer<Scalar>, to target: UnsafeMutablePointer<Scalar>) {
    (target + units.lowerBound).update(from: source + units.lowerBound, count: units.count)
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
