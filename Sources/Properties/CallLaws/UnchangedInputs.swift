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
    of backend: any LSTMBackend<S>, on problem: LSTMProblem<S>, original: LSTMAnswer<S>
  ) throws -> CallLawViolation? {
    let before = InputBits(problem)
    let lent = try problem.replacing(
      input: problem.input.map { $0 }, initialH: problem.initialH.map { $0 },
      initialC: problem.initialC.map { $0 }, inputKernel: problem.inputKernel.map { $0 },
      hiddenKernel: problem.hiddenKernel.map { $0 }, bias: .some(problem.bias?.map { $0 }),
      mask: .some(problem.mask?.map { $0 }))
    _ = try backend.answer(lent)
    let after = InputBits(lent)
    for (wanted, found) in zip(before.arrays, after.arrays) {
      for (index, pair) in zip(wanted.bits, found.bits).enumerated() where pair.0 != pair.1 {
        return CallLawViolation(
          law: name, index: index, expected: hexadecimal(pair.0), actual: hexadecimal(pair.1),
          detail: "the call changed \(wanted.name)[\(index)]")
      }
    }
    return nil
  }

  private func hexadecimal(_ bits: UInt64) -> String { "0x" + String(bits, radix: 16) }
}

/// The bits of every array of a problem, in storage of their own.
private struct InputBits {
  let arrays: [(name: String, bits: [UInt64])]

  init<S: LSTMScalar>(_ problem: LSTMProblem<S>) {
    arrays = [
      ("input", bits(of: problem.input.elements)), ("initial_h", bits(of: problem.initialH.elements)),
      ("initial_c", bits(of: problem.initialC.elements)), ("input_kernel", bits(of: problem.inputKernel.elements)),
      ("hidden_kernel", bits(of: problem.hiddenKernel.elements)), ("bias", bits(of: problem.bias?.elements ?? [])),
      ("mask", problem.mask?.elements.map { $0 ? 1 : 0 } ?? []),
    ]
  }
}

@specialized(where S == Float)
@specialized(where S == Double)
private func bits<S: LSTMScalar>(of values: [S]) -> [UInt64] { values.map { $0.bits } }
