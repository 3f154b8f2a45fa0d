internal import LSTMContract

/// The time loop: E1 by the `accumulate` kernel, E2 to E7 by the `cell` kernel, E8 to E16 here.
///
/// A masked row takes part in no arithmetic: its state rows stay where they are, so they are carried bit for bit (E9)
/// and what stands at masked steps is never read (E16).
struct Recurrence<Scalar: LSTMScalar> {
  let problem: LSTMProblem<Scalar>
  let kernels: Kernels<Scalar>

  /// Fills the four arrays of the answer.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func run(
    lastOutput: UnsafeMutableBufferPointer<Scalar>, outputs: UnsafeMutableBufferPointer<Scalar>,
    finalH: UnsafeMutableBufferPointer<Scalar>, finalC: UnsafeMutableBufferPointer<Scalar>
  ) {
    lastOutput.update(repeating: 0)
    _ = finalH.update(fromContentsOf: problem.initialH.elements)
    _ = finalC.update(fromContentsOf: problem.initialC.elements)
    guard let last = lastOutput.baseAddress, let outputs = outputs.baseAddress, let finalH = finalH.baseAddress,
      let finalC = finalC.baseAddress, problem.shape.timeSteps > 0, problem.shape.batch > 0
    else { return }

    let layout = ScratchLayout(problem.shape, of: Scalar.self, lanes: kernels.lanes)
    let rows = layout.stepsAtOnce * problem.shape.batch
    withUnsafeTemporaryAllocation(
      byteCount: layout.count * MemoryLayout<Scalar>.stride, alignment: 64
    ) { bytes in
      let scratch = bytes.bindMemory(to: Scalar.self)
      withUnsafeTemporaryAllocation(of: UnsafeRawPointer.self, capacity: rows) { operands in
        guard let scratch = scratch.baseAddress, let operands = operands.baseAddress else { return }
        fill(scratch, layout)
        advance(scratch, layout, operands, lastOutput: last, outputs: outputs)
        for row in 0..<problem.shape.batch {
          copy(scratch + layout.h + row * layout.stateStride, to: finalH + row * problem.shape.units)
          copy(scratch + layout.c + row * layout.stateStride, to: finalC + row * problem.shape.units)
        }
      }
    }
  }

  /// Packs kernels and bias, and sets the state to h0 and c0; padding becomes 0.
  private func fill(_ scratch: UnsafeMutablePointer<Scalar>, _ layout: ScratchLayout) {
    let shape = problem.shape
    scratch.advanced(by: layout.bias).initialize(repeating: 0, count: layout.z - layout.bias)
    problem.inputKernel.elements.withUnsafeBufferPointer { kernel in
      guard let kernel = kernel.baseAddress else { return }
      kernels.pack(kernel, depth: shape.inputSize, units: shape.units, into: scratch + layout.inputKernel)
    }
    problem.hiddenKernel.elements.withUnsafeBufferPointer { kernel in
      guard let kernel = kernel.baseAddress else { return }
      kernels.pack(kernel, depth: shape.units, units: shape.units, into: scratch + layout.hiddenKernel)
    }
    problem.bias?.elements.withUnsafeBufferPointer { bias in
      guard let bias = bias.baseAddress else { return }
      kernels.pack(bias, depth: 1, units: shape.units, into: scratch + layout.bias)
    }
    for (state, start) in [(problem.initialH, layout.h), (problem.initialC, layout.c)] {
      state.elements.withUnsafeBufferPointer { state in
        guard let state = state.baseAddress else { return }
        for row in 0..<shape.batch {
          copy(state + row * shape.units, to: scratch + start + row * layout.stateStride)
        }
      }
    }
  }

  /// All steps, in groups whose products with x are formed together.
  private func advance(
    _ scratch: UnsafeMutablePointer<Scalar>, _ layout: ScratchLayout,
    _ operands: UnsafeMutablePointer<UnsafeRawPointer>, lastOutput: UnsafeMutablePointer<Scalar>,
    outputs: UnsafeMutablePointer<Scalar>
  ) {
    let shape = problem.shape
    problem.input.elements.withUnsafeBufferPointer { input in
      guard let input = input.baseAddress else { return }
      for first in stride(from: 0, to: shape.timeSteps, by: layout.stepsAtOnce) {
        let steps = first..<min(first + layout.stepsAtOnce, shape.timeSteps)
        var active = 0
        for step in steps {
          for row in 0..<shape.batch where isUsed(step: step, row: row) {
            operands[active] = UnsafeRawPointer(input + position(time: time(of: step), row: row) * shape.inputSize)
            active += 1
          }
        }
        kernels.accumulate(
          rows: active, operands, depth: shape.inputSize, packed: scratch + layout.inputKernel,
          panels: layout.panels, bias: scratch + layout.bias, into: scratch + layout.z)
        var z = scratch + layout.z
        for step in steps {
          z += layout.gateStride * update(step: step, z: z, scratch, layout, operands)
          emit(step: step, scratch + layout.h, layout, lastOutput: lastOutput, outputs: outputs)
        }
      }
    }
  }

  /// Adds h_{s-1}·R to the rows of z that belong to this step and replaces their states (E1 to E7, E9).
  ///
  /// - Returns: the number of those rows, the unmasked ones.
  private func update(
    step: Int, z: UnsafeMutablePointer<Scalar>, _ scratch: UnsafeMutablePointer<Scalar>, _ layout: ScratchLayout,
    _ operands: UnsafeMutablePointer<UnsafeRawPointer>
  ) -> Int {
    let h = scratch + layout.h
    let c = scratch + layout.c
    var active = 0
    for row in 0..<problem.shape.batch where isUsed(step: step, row: row) {
      operands[active] = UnsafeRawPointer(h + row * layout.stateStride)
      active += 1
    }
    kernels.accumulate(
      rows: active, operands, depth: problem.shape.units, packed: scratch + layout.hiddenKernel,
      panels: layout.panels, bias: nil, into: z)
    active = 0
    for row in 0..<problem.shape.batch where isUsed(step: step, row: row) {
      kernels.cell(
        panels: layout.panels, z: z + active * layout.gateStride, c: c + row * layout.stateStride,
        h: h + row * layout.stateStride, options: problem.options)
      active += 1
    }
    return active
  }

  /// y_s, kept in `lastOutput` from step to step (E10, E12) and copied to its place in `outputs` (E11).
  private func emit(
    step: Int, _ h: UnsafeMutablePointer<Scalar>, _ layout: ScratchLayout,
    lastOutput: UnsafeMutablePointer<Scalar>, outputs: UnsafeMutablePointer<Scalar>
  ) {
    let units = problem.shape.units
    let outputTime = problem.options.outputOrder == .aligned ? time(of: step) : step
    for row in 0..<problem.shape.batch {
      let y = lastOutput + row * units
      if isUsed(step: step, row: row) {
        copy(h + row * layout.stateStride, to: y)
      } else if problem.options.zeroOutputForMask {
        y.update(repeating: 0, count: units)
      }
      copy(y, to: outputs + position(time: outputTime, row: row) * units)
    }
  }

  /// Copies one row of H elements.
  private func copy(_ source: UnsafePointer<Scalar>, to target: UnsafeMutablePointer<Scalar>) {
    target.update(from: source, count: problem.shape.units)
  }
}

extension Recurrence {
  /// t(s).
  private func time(of step: Int) -> Int {
    problem.options.goBackwards ? problem.shape.timeSteps - 1 - step : step
  }

  /// Where (t, b) stands among the rows of input, mask and outputs.
  private func position(time: Int, row: Int) -> Int {
    problem.options.layout == .timeMajor
      ? time * problem.shape.batch + row : row * problem.shape.timeSteps + time
  }

  /// m_s (E8).
  private func isUsed(step: Int, row: Int) -> Bool {
    guard let mask = problem.mask else { return true }
    return mask[position(time: time(of: step), row: row)]
  }
}
