import Mutants
import SuiteQuality

@testable import Verification

/// A sample of the bank at a small budget, once for all tests; `lstm-verify mutants` tries all of it.
enum SampleOfTheBank {
  static let mutants = Mutant.allCases.enumerated().filter { $0.offset % 9 == 0 }.map(\.element)
  static let report = Task { await MutantReport(mutants, budget: 1_500, threads: 2) }
}
