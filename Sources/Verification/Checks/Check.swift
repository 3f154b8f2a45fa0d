/// One of the questions that are put to a subject about a case.
public enum Check: Hashable, Sendable, Encodable {
  /// Its answer lies within the radii of the step oracle, and carried values are equal bit for bit.
  case oracle
  /// Its answer and another subject's lie within the sum of their end-to-end radii.
  case agreement(with: SubjectID)
  /// A law of Docs/laws.md that relates its answers to two problems.
  case law(String)
  /// A law of Docs/laws.md about calling it: second call, reused buffers, ...
  case call(String)
  /// Its answer to the second of two calls is right, and has the bits that it has without the first.
  case secondOfTwo
  /// It gives an answer at all.
  case answers
}

extension Check: CustomStringConvertible {
  public var description: String {
    switch self {
    case .oracle: "oracle"
    case .agreement(let other): "agreement with \(other)"
    case .law(let name): "law \(name)"
    case .call(let name): "call law \(name)"
    case .secondOfTwo: "second of two calls"
    case .answers: "answers"
    }
  }
}
