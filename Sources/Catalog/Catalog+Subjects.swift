public import LSTMContract
internal import Mutants

/// Why a name is no backend.
public struct UnknownSubject: Error, CustomStringConvertible, Sendable {
  /// What is wrong, and which names there are.
  public let description: String
}

extension Catalog {
  /// What `mutant:NAME` begins with.
  static let mutantPrefix = "mutant:"

  /// The subject that a name stands for: a backend, a backend with a forced instruction set, or a planted fault.
  public static func subject(named name: String) -> Result<LSTMSubject, UnknownSubject> {
    if let backend = (backends + forcedInstructionSets).first(where: { $0.name == name }) { return .success(backend) }
    guard name.hasPrefix(mutantPrefix) else {
      let names = (backends + forcedInstructionSets).map(\.name).joined(separator: ", ")
      return .failure(UnknownSubject(description: "'\(name)' is unknown; there are \(names), and mutant:NAME"))
    }
    let id = String(name.dropFirst(mutantPrefix.count))
    guard let mutant = Mutant(rawValue: id) else {
      return .failure(UnknownSubject(description: "mutant '\(id)' is unknown; 'lstm-verify backends' lists them"))
    }
    return .success(
      LSTMSubject(name: name, float: MutantBackend<Float>(mutant), double: MutantBackend<Double>(mutant)))
  }
}
