@testable import Verification

/// The whole bank at a small budget, once for all tests.
enum SmallBudgetBank {
  static let report = Task { try await MutantReport(budget: 600, threads: 2) }
}
