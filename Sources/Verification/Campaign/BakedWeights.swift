public import LSTMContract

extension LSTMSubject {
  /// The same implementation, which is never asked with other weights than these: it has them built in, and would
  /// answer with its own.
  public func asked(only weights: FixedWeights) -> LSTMSubject {
    func bound<Scalar: LSTMScalar>(_ backend: (any LSTMBackend<Scalar>)?) -> (any LSTMBackend<Scalar>)? {
      guard let backend, let own: LSTMParameters<Scalar> = weights.parameters() else { return nil }
      return BakedBackend(backend: backend, weights: own)
    }
    return LSTMSubject(
      name: name, float: bound(backend(as: Float.self)), double: bound(backend(as: Double.self)),
      invocation: invocation, remarks: remarks + ["asked with the weights \(weights.checksum) only"])
  }
}

/// A backend that refuses every problem of other weights.
private struct BakedBackend<Scalar: LSTMScalar>: LSTMBackend {
  let backend: any LSTMBackend<Scalar>
  let weights: LSTMParameters<Scalar>

  var name: String { backend.name }
  var model: ArithmeticModel { backend.model }
  var isOutside: Bool { backend.isOutside }
  var omittedParts: Set<AnswerPart> { backend.omittedParts }
  var sizes: FixedSizes { weights.sizes }

  func refusal(of problem: LSTMProblem<Scalar>) -> Refusal? {
    weights.are(of: problem) ? backend.refusal(of: problem) : Refusal("other weights than those of --weights")
  }

  func refusal(of outline: ProblemOutline) -> Refusal? {
    guard weights.sizes.admits(outline.shape), outline.hasBias == (weights.bias != nil) else {
      return Refusal("other weights than those of --weights")
    }
    return backend.refusal(of: outline)
  }

  func run(_ problem: LSTMProblem<Scalar>, into answer: inout LSTMAnswer<Scalar>) throws {
    guard weights.are(of: problem) else { throw Refusal("other weights than those of --weights") }
    try backend.run(problem, into: &answer)
  }

  func results(ofCalls problems: [LSTMProblem<Scalar>]) -> [Result<LSTMAnswer<Scalar>, any Error>] {
    guard problems.allSatisfy(weights.are) else {
      return problems.map { _ in .failure(Refusal("other weights than those of --weights")) }
    }
    return backend.results(ofCalls: problems)
  }

  func concurrentAnswers(to problem: LSTMProblem<Scalar>, calls: Int) throws -> [LSTMAnswer<Scalar>]? {
    guard weights.are(of: problem) else { throw Refusal("other weights than those of --weights") }
    return try backend.concurrentAnswers(to: problem, calls: calls)
  }

  func renewed() -> (any LSTMBackend<Scalar>)? {
    backend.renewed().map { BakedBackend(backend: $0, weights: weights) }
  }
}
