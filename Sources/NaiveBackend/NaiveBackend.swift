public import LSTMContract

/// An LSTM in scalar loops that read like the equations E1 to E16, each in the scalar type of the problem.
///
/// It is the backend to read first and to trust for its plainness: one thread, sums in index order, every product
/// and sum rounded once, `exp` and `tanh` of the C library. It is deliberately not fast, and it reorders nothing.
public struct NaiveBackend<Scalar: LSTMScalar>: LSTMBackend {
  /// A backend without state.
  public init() {}

  /// `naive`.
  public var name: String { "naive" }

  /// False: it is shipped.
  public var isOutside: Bool { false }

  /// Round to nearest throughout, sigmoid and tanh within 6 u.
  public var model: ArithmeticModel { ArithmeticModel(scalar: Scalar.kind) }

  /// Writes every element of `answer`; `runtime` becomes `naive/scalar`.
  ///
  /// - Complexity: O(T·B·H·(I + H)) time, O(B·H) scratch memory.
  public func run(_ problem: LSTMProblem<Scalar>, into answer: inout LSTMAnswer<Scalar>) {
    switch AnyLSTMProblem(problem) {
    case .float(let problem): answer.withConcrete(Float.self) { answerNaively(problem, into: &$0) }
    case .double(let problem): answer.withConcrete(Double.self) { answerNaively(problem, into: &$0) }
    }
    answer.runtime = "naive/scalar"
  }
}

extension LSTMAnswer {
  /// The answer itself under the concrete name of its scalar type, so that the arithmetic is specialised once, here,
  /// whatever generic code calls the backend.
  fileprivate mutating func withConcrete<Concrete: LSTMScalar>(
    _ type: Concrete.Type, _ body: (inout LSTMAnswer<Concrete>) -> Void
  ) {
    precondition(Scalar.self == Concrete.self, "the answer has the scalar type of the problem")
    withUnsafeMutablePointer(to: &self) {
      body(&UnsafeMutableRawPointer($0).assumingMemoryBound(to: LSTMAnswer<Concrete>.self).pointee)
    }
  }
}
