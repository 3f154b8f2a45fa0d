internal import LSTMContract

/// The arrays of the problem are the same after the call as before it.
///
/// The call gets a copy with storage of its own, so that a subject that writes through a pointer spoils nothing else.
struct UnchangedInputs: CallLaw {
  let name = "unchanged-inputs"
  let statement = "The call changes no bit of the problem's arrays."

  @specialized(where S == Float)
  @specialized(where S == Double)
  func violation<S: LSTMScalar>(
    of backend: any LSTMBackend<S>, on problem: LSTMProblem<S>, original: LSTMAnswer<S>, draw: UInt64,
    isRight: (LSTMProblem<S>, LSTMAnswer<S>) -> Bool
  ) throws -> CallLawViolation? {
    let lent = try problem.replacing(
      input: problem.input.map { $0 }, initialH: problem.initialH.map { $0 },
      initialC: problem.initialC.map { $0 }, inputKernel: problem.inputKernel.map { $0 },
      hiddenKernel: problem.hiddenKernel.map { $0 }, bias: .some(problem.bias?.map { $0 }),
      mask: .some(problem.mask?.map { $0 }))
    _ = try backend.answer(lent)
    for (array, wanted) in problem.arrays {
      let found = lent[array]?.elements ?? []
      if let violation = violation(array.name, wanted.elements, found, bits: \.bits) { return violation }
    }
    return violation("mask", problem.mask?.elements ?? [], lent.mask?.elements ?? []) { $0 ? 1 : 0 }
  }

  /// The first element that was changed.
  @inline(__always) private func violation<Element>(
    _ array: String, _ wanted: [Element], _ found: [Element], bits: (Element) -> UInt64
  ) -> CallLawViolation? {
    guard let index = wanted.indices.first(where: { bits(wanted[$0]) != bits(found[$0]) }) else { return nil }
    func hexadecimal(_ element: Element) -> String { "0x" + String(bits(element), radix: 16) }
    return CallLawViolation(
      law: name, index: index, expected: hexadecimal(wanted[index]), actual: hexadecimal(found[index]),
      detail: "the call changed \(array)[\(index)]")
  }
}
