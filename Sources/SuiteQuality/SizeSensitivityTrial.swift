internal import CaseLab
internal import LSTMContract
internal import LSTMOracle
internal import Mutants
internal import Verification

/// Faults that show at some sizes only, put to the cases of one seed by the step oracle alone.
///
/// A fault whose condition the sizes of a case do not meet leaves its answer alone, so only cases that meet the
/// condition of a fault not yet noticed are drawn and judged.
struct SizeSensitivityTrial {
  let faults: [SizeFaultMember]
  /// Decides the cases.
  let seed: UInt64
  /// The most cases for each fault.
  let budget: Int

  /// For each fault the number of cases after which it was noticed, or nil; nil in all where the deadline passed.
  func run(until deadline: Deadline = .never) -> [Int?]? {
    var found = [Int?](repeating: nil, count: faults.count)
    let generator = CaseGenerator(seed: seed)
    let scalars = ScalarKind.allCases
    var live = Array(faults.indices)
    for index in 0..<budget where !live.isEmpty {
      if deadline.hasPassed { return nil }
      let shape = generator.plan(index: index).shape
      let met = live.filter { faults[$0].condition.holds(for: shape) }
      guard !met.isEmpty, shape.timeSteps > 0, shape.batch > 0 else { continue }
      let noticed =
        switch scalars[index % scalars.count] {
        case .float: noticed(met, in: generator.draw(index: index) as Case<Float>)
        case .double: noticed(met, in: generator.draw(index: index) as Case<Double>)
        }
      guard !noticed.isEmpty else { continue }
      for place in noticed { found[place] = index + 1 }
      live.removeAll { found[$0] != nil }
    }
    return found
  }

  /// Those of the faults that the oracle rejects on a case.
  private func noticed<Scalar: LSTMScalar>(_ places: [Int], in drawn: Case<Scalar>) -> [Int] {
    let (problem, oracle) = (drawn.problem, Oracle(drawn.problem))
    let faithful = MutantBackend<Scalar>(nil)
    guard let right = try? faithful.answer(problem) else { return [] }
    return places.filter { place in
      var answer = right
      faults[place].mutant.revise(&answer, to: problem)
      return !oracle.judge(answer, model: faithful.model).agrees
    }
  }
}

/// A fault of some sizes and where it sits.
struct SizeFaultMember: Sendable {
  let condition: SizeCondition
  let mutant: Mutant

  init(_ condition: SizeCondition, row: Int, unit: Int) {
    self.condition = condition
    mutant = .size(condition, row: row, unit: unit)
  }
}
