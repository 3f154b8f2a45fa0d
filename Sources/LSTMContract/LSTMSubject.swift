/// What a reader should know first of a subject that is found wrong in one scalar type.
public struct SubjectCaution: Sendable, CustomStringConvertible {
  /// The scalar type.
  public let scalar: ScalarKind
  /// One line.
  public let text: String

  /// A caution about one scalar type.
  public init(_ scalar: ScalarKind, _ text: String) {
    self.scalar = scalar
    self.text = text
  }

  public var description: String { "\(scalar.rawValue): \(text)" }
}

/// An implementation on trial, in the scalar types that it offers.
public struct LSTMSubject: Sendable {
  /// The name under which it is reported.
  public let name: String
  /// What a person types to choose it, such as `--backend simd`.
  public let invocation: String
  /// What reports say of it beside its model, a line each.
  public let remarks: [String]
  /// What a reader should know first where it is found wrong: an activation that is an approximation.
  public let cautions: [SubjectCaution]
  private let float: (any LSTMBackend<Float>)?
  private let double: (any LSTMBackend<Double>)?
  private let probed: [ScalarKind: ArithmeticModel]

  /// A subject that offers one or both scalar types.
  ///
  /// - Parameter probed: by scalar type, what a sample of its answers suggests instead of what it declares; never
  ///   wider than the declared model.
  public init(
    name: String, float: (any LSTMBackend<Float>)?, double: (any LSTMBackend<Double>)?, invocation: String? = nil,
    remarks: [String] = [], cautions: [SubjectCaution] = [], probed: [ScalarKind: ArithmeticModel] = [:]
  ) {
    self.name = name
    self.invocation = invocation ?? "--backend \(name)"
    self.remarks = remarks
    self.cautions = cautions
    self.probed = probed
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

  /// The arrays of the answer that it never returns, in either scalar type.
  public var omittedParts: Set<AnswerPart> { (float?.omittedParts ?? []).union(double?.omittedParts ?? []) }

  /// The arithmetic that it declares in this scalar type.
  public func model(_ scalar: ScalarKind) -> ArithmeticModel? {
    switch scalar {
    case .float: float?.model
    case .double: double?.model
    }
  }

  /// The tighter arithmetic that its sampled answers suggest, or nil where it was not probed or is no better than it
  /// declares. An answer outside of it, and inside the declared one, is suspicious and not wrong.
  public func probedModel(_ scalar: ScalarKind) -> ArithmeticModel? { probed[scalar] }
}

extension LSTMSubject {
  /// Sizes that are compiled into it; those of one scalar type, where the two differ.
  public var sizes: FixedSizes { float?.sizes ?? double?.sizes ?? FixedSizes() }

  /// Whether it comes from outside of this package.
  public var isOutside: Bool { float?.isOutside ?? double?.isOutside ?? false }

  /// The same implementation under another name.
  public func named(_ name: String) -> LSTMSubject {
    LSTMSubject(
      name: name, float: float, double: double, invocation: invocation, remarks: remarks, cautions: cautions,
      probed: probed)
  }
}
