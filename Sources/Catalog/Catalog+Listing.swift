internal import LSTMContract
internal import Mutants

/// One line of `lstm-verify backends`, with details below it.
public struct CatalogListing: Sendable {
  /// What `--backend` takes.
  public let name: String
  /// What it is.
  public let summary: String
  /// The arithmetic that it declares and the code path that it runs here.
  public let details: [String]
}

extension Catalog {
  /// Everything that can be put on trial.
  public static var listing: [CatalogListing] {
    (backends + forcedInstructionSets).map { subject in
      CatalogListing(
        name: subject.name, summary: subject.scalars.map(\.rawValue).joined(separator: " and "),
        details: subject.scalars.compactMap { subject.model($0)?.description } + ["runs " + runtime(of: subject)])
    }
      + Mutant.allCases.map { mutant in
        CatalogListing(
          name: mutantPrefix + mutant.rawValue, summary: mutant.sentence,
          details: ["\(mutant.mutantClass.rawValue); \(mutant.origin)"])
      }
  }

  /// The code path that a small problem takes.
  private static func runtime(of subject: LSTMSubject) -> String {
    guard let backend = subject.backend(as: Float.self),
      let problem = try? LSTMProblem<Float>(
        input: Tensor(shape: [1, 1, 1], repeating: 0), initialH: Tensor(shape: [1, 1], repeating: 0),
        initialC: Tensor(shape: [1, 1], repeating: 0), inputKernel: Tensor(shape: [1, 4], repeating: 0),
        hiddenKernel: Tensor(shape: [1, 4], repeating: 0)),
      let answer = try? backend.answer(problem)
    else { return "nothing" }
    return answer.runtime
  }
}
