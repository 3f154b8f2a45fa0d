/// One nameable fault of an LSTM.
///
/// A value and not an enumeration's case, so that each class keeps its table in one file and a family can be generated.
public struct Mutant: Sendable {
  /// The id, in kebab-case, as `--backend mutant:ID` takes it.
  public let rawValue: String
  /// What is wrong, in one sentence.
  public let sentence: String
  /// What kind of fault it is.
  public let mutantClass: MutantClass
  /// The real bug that it re-enacts.
  public let origin: MutantOrigin
  /// The fewest units at which the fault can show.
  public let smallestUnits: Int
  /// The fewest time steps at which the fault can show.
  public let smallestTimeSteps: Int

  let fault: any Fault

  init(
    _ id: String, _ sentence: String, class mutantClass: MutantClass, origin: MutantOrigin, fault: any Fault,
    smallestUnits: Int = 1, smallestTimeSteps: Int = 1
  ) {
    rawValue = id
    self.sentence = sentence
    self.mutantClass = mutantClass
    self.origin = origin
    self.fault = fault
    self.smallestUnits = smallestUnits
    self.smallestTimeSteps = smallestTimeSteps
  }
}

extension Mutant {
  /// The same fault with nothing remembered of earlier calls.
  public func renewed() -> Mutant {
    Mutant(
      rawValue, sentence, class: mutantClass, origin: origin, fault: fault.renewed(), smallestUnits: smallestUnits,
      smallestTimeSteps: smallestTimeSteps)
  }
}

extension Mutant: CaseIterable {
  /// The bank: every mutant of every class.
  public static let allCases: [Mutant] =
    named + gateOrderFaults + blockFaults + activationFaults + precisionFaults + gradedFaults
    + maskFaults + cellFaults + stateFaults + outputFaults + sizeFaults + specialValueFaults
    + statefulFaults + portingFaults + largeSizeFaults

  /// The mutants that have a name of their own in code.
  public static let named: [Mutant] =
    gatePackingFaults + parameterFaults + namedMaskFaults + namedStateFaults + namedOutputFaults + namedActivationFaults
    + namedPrecisionFaults + vectorizationFaults
}

extension Mutant: RawRepresentable {
  /// The mutant with this id, or nil.
  public init?(rawValue: String) {
    guard let mutant = Mutant.byID[rawValue] else { return nil }
    self = mutant
  }

  private static let byID = Dictionary(allCases.map { ($0.rawValue, $0) }, uniquingKeysWith: { first, _ in first })
}

extension Mutant: Hashable {
  public static func == (left: Mutant, right: Mutant) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

extension Mutant: CustomStringConvertible {
  /// The id.
  public var description: String { rawValue }
}
