extension LSTMProblem {
  /// Problems like this one that ask for less, for a subject that refuses it: what means the same first, the plainest
  /// last, each once.
  ///
  /// - Parameter sizes: sizes that the subject has compiled in.
  public func plainer(sizes: FixedSizes) -> [LSTMProblem] {
    var found: [LSTMProblem] = []
    func offer(_ problem: LSTMProblem) { if problem != self, !found.contains(problem) { found.append(problem) } }
    do {
      let resized = try resized(to: sizes)
      offer(resized)
      let alike = try resized.inPlainTerms()
      offer(alike)
      let stateless = try alike.withoutStates()
      offer(stateless)
      let row = FixedSizes(timeSteps: sizes.timeSteps, batch: sizes.batch ?? 1)
      offer(try alike.resized(to: row))
      let single = try stateless.resized(to: row)
      offer(single)
      let forward = try single.forwards()
      offer(forward)
      offer(try forward.withoutMask())
    } catch {
      // Sizes that no problem has: there is nothing else to offer.
    }
    return found
  }

  /// Batch-major, with a bias of zeros instead of none, and no option set that changes nothing.
  private func inPlainTerms() throws(LSTMProblemError) -> LSTMProblem {
    var problem = try withBatchMajorLayout()
    var options = problem.options
    if mask == nil { options.zeroOutputForMask = false }
    if !options.goBackwards { options.outputOrder = .processing }
    problem = try problem.replacing(options: options)
    if bias == nil {
      problem = try problem.replacing(bias: .some(Tensor(shape: [shape.gateColumns], repeating: 0)))
    }
    return problem
  }

  private func withoutStates() throws(LSTMProblemError) -> LSTMProblem {
    try replacing(initialH: initialH.map { _ in 0 }, initialC: initialC.map { _ in 0 })
  }

  private func forwards() throws(LSTMProblemError) -> LSTMProblem {
    var options = options
    (options.goBackwards, options.outputOrder) = (false, .processing)
    return try replacing(options: options)
  }

  private func withoutMask() throws(LSTMProblemError) -> LSTMProblem {
    var options = options
    options.zeroOutputForMask = false
    return try replacing(mask: .some(nil), options: options)
  }
}
