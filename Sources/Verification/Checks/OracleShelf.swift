internal import Foundation
package import LSTMContract
package import LSTMOracle

/// The oracles of one case and of the problems that its laws make of it: subjects that are asked the same share one.
package final class OracleShelf<Scalar: LSTMScalar> {
  private final class Entry {
    let problem: LSTMProblem<Scalar>
    let oracle: Oracle<Scalar>
    var references: [ArithmeticModel: ReferenceAnswer] = [:]

    init(_ problem: LSTMProblem<Scalar>, _ oracle: Oracle<Scalar>) {
      self.problem = problem
      self.oracle = oracle
    }
  }

  private var entries: [Entry]

  package init(_ problem: LSTMProblem<Scalar>, _ oracle: Oracle<Scalar>) {
    entries = [Entry(problem, oracle)]
  }

  package func oracle(for problem: LSTMProblem<Scalar>) -> Oracle<Scalar> { entry(for: problem).oracle }

  /// The reference's own answer with the end-to-end radii of a model, by generators where the recursion's are wide (R38).
  package func reference(for problem: LSTMProblem<Scalar>, _ model: ArithmeticModel) -> ReferenceAnswer {
    let entry = entry(for: problem)
    if let known = entry.references[model] { return known }
    let reference = entry.oracle.endToEnd(model: model, radii: .generatorsWhereWide)
    entry.references[model] = reference
    return reference
  }

  private func entry(for problem: LSTMProblem<Scalar>) -> Entry {
    if let known = entries.first(where: { $0.problem.hasSameBits(as: problem) }) { return known }
    let entry = Entry(problem, Oracle(problem))
    entries.append(entry)
    return entry
  }
}

extension LSTMProblem {
  /// Whether the two ask the same, bit for bit: -0 differs from +0, and a NaN equals itself.
  fileprivate func hasSameBits(as other: LSTMProblem<Scalar>) -> Bool {
    guard shape == other.shape, options == other.options, mask == other.mask else { return false }
    guard (bias == nil) == (other.bias == nil) else { return false }
    func same(_ left: [Scalar], _ right: [Scalar]) -> Bool {
      left.withUnsafeBytes { left in
        right.withUnsafeBytes { right in
          guard left.count == right.count else { return false }
          guard left.baseAddress != right.baseAddress, let first = left.baseAddress, let second = right.baseAddress
          else { return true }
          return memcmp(first, second, left.count) == 0
        }
      }
    }
    return ProblemArray.allCases.allSatisfy { same(self[$0]?.elements ?? [], other[$0]?.elements ?? []) }
  }
}
