internal import LSTMContract
internal import Mutants

/// A known mistake, or several at once, as an implementation: conventions around a body that may have a planted fault.
struct Hypothesis: Sendable {
  /// Applied from the outside in.
  let conventions: [Convention]
  /// The fault of the body, or none.
  let mutant: Mutant?

  init(_ conventions: [Convention], mutant: Mutant? = nil) {
    self.conventions = conventions
    self.mutant = mutant
  }

  var id: String {
    (conventions.map(\.id) + [mutant].compactMap { $0.map { "mutant:\($0.rawValue)" } }).joined(separator: " + ")
  }

  /// What completes "equals the reference with ...", or the mutant's own sentence.
  var sentence: String {
    let parts = conventions.map(\.sentence).joined(separator: ", and ")
    guard let mutant else { return "equals the reference with " + parts }
    return conventions.isEmpty ? mutant.sentence : "\(mutant.sentence) And it has \(parts)."
  }

  /// Whether it is one mistake.
  var isSingle: Bool { conventions.count + (mutant == nil ? 0 : 1) == 1 }

  /// Whether it remembers earlier calls, so that the probes must be put to it in order.
  var isStateful: Bool { mutant?.mutantClass == .stateful }

  /// The problem that the body answers.
  func asked<S: LSTMScalar>(_ problem: LSTMProblem<S>) -> LSTMProblem<S> {
    conventions.reduce(problem) { $1.asked($0) }
  }

  /// The answer in the bank's own style.
  func answer<S: LSTMScalar>(_ problem: LSTMProblem<S>, asked: LSTMProblem<S>) -> LSTMAnswer<S> {
    var answer = LSTMAnswer<S>(to: asked)
    MutantBackend<S>(mutant).run(asked, into: &answer)
    returned(&answer, to: problem)
    return answer
  }

  /// Turns the body's answer into the one that is handed back: each convention undoes itself, the innermost first.
  func returned<Value: LSTMScalar, S: LSTMScalar>(_ answer: inout LSTMAnswer<Value>, to problem: LSTMProblem<S>) {
    var problems = [problem]
    for convention in conventions.dropLast() { problems.append(convention.asked(problems[problems.count - 1])) }
    for (convention, problem) in zip(conventions, problems).reversed() { convention.returned(&answer, to: problem) }
  }
}

extension Hypothesis: Hashable {}

extension Hypothesis: Codable {
  private enum CodingKeys: CodingKey { case conventions, mutant }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func unknown(_ key: CodingKeys, _ id: String) -> DecodingError {
      .dataCorruptedError(forKey: key, in: container, debugDescription: "'\(id)' is none of the known mistakes")
    }
    conventions = try container.decode([String].self, forKey: .conventions).map { id in
      guard let convention = Convention.all.first(where: { $0.id == id }) else { throw unknown(.conventions, id) }
      return convention
    }
    mutant = try container.decodeIfPresent(String.self, forKey: .mutant).map { id in
      guard let mutant = Mutant(rawValue: id) else { throw unknown(.mutant, id) }
      return mutant
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(conventions.map(\.id), forKey: .conventions)
    try container.encodeIfPresent(mutant?.rawValue, forKey: .mutant)
  }
}

extension Hypothesis {
  /// Every single convention and every single fault of the bank.
  static let singles: [Hypothesis] =
    Convention.all.map { Hypothesis([$0]) } + Mutant.allCases.map { Hypothesis([], mutant: $0) }

  /// Every two conventions, then every convention with the faults that may stand beside it.
  static let pairs: [Hypothesis] =
    conventionPairs
    + Convention.all.flatMap { convention in
      pairedMutants.map { Hypothesis([convention], mutant: $0) }
    }

  /// Faults that may stand beside a convention. One that float arithmetic may commit by itself would only lend the
  /// convention a wider range.
  private static let pairedMutants = Mutant.allCases.filter {
    $0.mutantClass != .stateful && $0.standing(under: ArithmeticModel(scalar: .float)) == .undetermined
  }

  /// Every two conventions, two orders of the gates excepted: together they are a third one.
  static let conventionPairs: [Hypothesis] = Convention.all.indices.flatMap { first in
    Convention.all[(first + 1)...].compactMap { second -> Hypothesis? in
      if case .gateOrder = Convention.all[first], case .gateOrder = second { return nil }
      return Hypothesis([Convention.all[first], second])
    }
  }
}
