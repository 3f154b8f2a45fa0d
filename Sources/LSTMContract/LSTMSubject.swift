/// An implementation on trial, in the scalar types that it offers.
public struct LSTMSubject: Sendable {
  /// The name under which it is reported.
  public let name: String
  /// What a person types to choose it, such as `--backend simd`.
  public let invocation: String
  /// What reports say of it beside its model, a line each.
  public let remarks: [String]
  private let float: (any LSTMBackend<Float>)?
  private let double: (any LSTMBackend<Double>)?

  /// A subject that offers one or both scalar types.
  public init(
    name: String, float: (any LSTMBackend<Float>)?, double: (any LSTMBackend<Double>)?, invocation: String? = nil,
    remarks: [String] = []
  ) {
    self.name = name
    self.invocation = invocation ?? "--backend \(name)"
    self.remarks = remarks
    self.float = float
    self.double = double
  }

  /// The subject that a single backend makes.
  public init<Scalar: LSTMScalar>(_ backend: any LSTMBackend<Scalar>) {
    self.init(
      name: backend.name, float: backend as? any LSTMBackend<Float>, double: backend as? any LSTMBackend<Double>)
  }

  /// The implementation in this scalar type, where there is one.
  public func backend<Scalar: LSTMScalar>(as type: Scalar.Type = Scalar.self) -> (any LSTMBackend<Scalar>)? {
    switch Scalar.kind {
    case .float: float as? any LSTMBackend<Scalar>
    case .double: double as? any LSTMBackend<Scalar>
    }
  }

  /// The scalar types that it offers.
  public var scalars: [ScalarKind] { (float == nil ? [] : [.float]) + (double == nil ? [] : [.double]) }

  /// The arithmetic that it declares in this scalar type.
  public func model(_ scalar: ScalarKind) -> ArithmeticModel? {
    switch scalar {
    case .float: float?.model
    case .double: double?.model
    }
  }
}

extension LSTMSubject {
  /// The same implementation under another name.
  public func named(_ name: String) -> LSTMSubject {
    LSTMSubject(name: name, float: float, double: double, invocation: invocation, remarks: remarks)
  }
}
