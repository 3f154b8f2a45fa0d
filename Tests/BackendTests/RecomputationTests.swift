import LSTMContract
import Testing

@Suite struct RecomputationTests {
  /// Fails where an element is further from the wide recomputation than the radius carried there.
  private func expectWithinRadius(_ subject: Subject, _ drawn: DrawnProblem) throws {
    let problem = try drawn.problem()
    let answer = try subject.answer(problem)
    let wide = WideRecurrence(problem, unitRoundoff: subject.unitRoundoff)
    for part in AnswerPart.allCases {
      try #require(answer[part].count == wide[part].count)
      let worst = zip(answer[part], wide[part]).enumerated().first {
        let (found, expected) = $0.element
        return !(abs(Wide(found) - expected.value) <= expected.radius)
      }
      #expect(worst == nil, "\(part.rawValue) of \(drawn)")
    }
  }

  @Test(arguments: EveryBackend.all)
  func `every option gives the wide recomputation`(_ subject: Subject) throws {
    for drawn in DrawnProblem.everyOption { try expectWithinRadius(subject, drawn) }
  }

  @Test(arguments: EveryBackend.all, Activation.allCases)
  func `every pair of activations gives the wide recomputation`(_ subject: Subject, _ tanhSlot: Activation) throws {
    for sigmoidSlot in Activation.allCases {
      let options = LSTMOptions(tanhActivation: tanhSlot, sigmoidActivation: sigmoidSlot)
      for hasBias in [true, false] {
        try expectWithinRadius(
          subject, DrawnProblem(timeSteps: 3, batch: 2, inputSize: 4, units: 3, options: options, hasBias: hasBias))
      }
    }
  }

  @Test(arguments: EveryBackend.all)
  func `sizes around vector widths give the wide recomputation`(_ subject: Subject) throws {
    for (seed, size) in [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 33].enumerated() {
      try expectWithinRadius(
        subject, DrawnProblem(timeSteps: 2, batch: 1 + seed % 3, inputSize: 3, units: size, seed: UInt64(seed)))
      try expectWithinRadius(
        subject, DrawnProblem(timeSteps: 1, batch: size, inputSize: size, units: 2, seed: UInt64(seed)))
    }
  }
}
