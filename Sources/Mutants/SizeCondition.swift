public import LSTMContract

/// A size of a problem, or a product of sizes that decides which code runs.
public enum SizeQuantity: String, CaseIterable, Sendable, Codable {
  /// T.
  case timeSteps = "T"
  /// B.
  case batch = "B"
  /// I.
  case inputSize = "I"
  /// H.
  case units = "H"
  /// T·B, the rows of the product of all inputs with the kernel.
  case rows = "T·B"
  /// T·B·H, the elements of the outputs.
  case outputs = "T·B·H"
  /// 4H·I, the elements of K.
  case kernel = "4H·I"

  /// The quantity of a problem of this shape.
  public func value(in shape: LSTMShape) -> Int {
    switch self {
    case .timeSteps: shape.timeSteps
    case .batch: shape.batch
    case .inputSize: shape.inputSize
    case .units: shape.units
    case .rows: shape.timeSteps * shape.batch
    case .outputs: shape.timeSteps * shape.batch * shape.units
    case .kernel: shape.gateColumns * shape.inputSize
    }
  }
}

/// One comparison of a quantity with a threshold.
public struct SizeTerm: Hashable, Sendable {
  /// How the quantity relates to the threshold.
  public enum Relation: String, CaseIterable, Sendable, Codable {
    /// It is the threshold or more.
    case atLeast = ">="
    /// It is the threshold.
    case equal = "=="
    /// It is more than the threshold and no multiple of it.
    case noMultiple = "%"
  }

  /// What is compared.
  public var quantity: SizeQuantity
  /// How.
  public var relation: Relation
  /// With what; at least 1.
  public var threshold: Int

  /// A comparison.
  public init(_ quantity: SizeQuantity, _ relation: Relation, _ threshold: Int) {
    self.quantity = quantity
    self.relation = relation
    self.threshold = threshold
  }

  /// Whether a problem of this shape meets it.
  public func holds(for shape: LSTMShape) -> Bool {
    let value = quantity.value(in: shape)
    return switch relation {
    case .atLeast: value >= threshold
    case .equal: value == threshold
    case .noMultiple: value > threshold && value % threshold != 0
    }
  }
}

extension SizeTerm: CustomStringConvertible {
  /// `H >= 64`, `H == 64`, `H % 64 != 0`.
  public var description: String {
    relation == .noMultiple
      ? "\(quantity.rawValue) % \(threshold) != 0" : "\(quantity.rawValue) \(relation.rawValue) \(threshold)"
  }
}

/// Which problems a fault of some sizes touches: those that meet every term.
public struct SizeCondition: Hashable, Sendable, CustomStringConvertible {
  /// The terms; a problem must meet each.
  public var terms: [SizeTerm]

  /// A condition of these terms.
  public init(_ terms: [SizeTerm]) { self.terms = terms }

  /// Whether a problem of this shape meets every term.
  public func holds(for shape: LSTMShape) -> Bool { terms.allSatisfy { $0.holds(for: shape) } }

  public var description: String { terms.map(\.description).joined(separator: " and ") }
}
