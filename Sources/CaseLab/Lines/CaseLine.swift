public import LSTMContract

/// Why a line is no case.
public struct CaseLineError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong, and where.
  public let description: String

  init(_ description: String) { self.description = "case line: \(description)" }
}

/// The one-line form of a case.
///
/// The grammar of the line and the generator have a number each. A generated case is
/// `lstm-line/4 float generator=4 seed=0x4c53544d index=17`, where the first 4 is the grammar's, with `sizes=small` for
/// another profile of sizes and `I=1 H=20` for sizes that are fixed. An explicit case carries its values:
/// `lstm-line/4 float T=1 B=1 I=1 H=1 layout=batch_major direction=forward order=processing masked_output=keep
/// candidate=tanh gate=sigmoid x=1 h0=0 c0=0 K=1,0*3 R=0*4 b=0*4 mask=1`, where `0*3` is three zeros, and `b` and
/// `mask` may be missing. Lines `lstm-case/1` to `lstm-case/3` with values, whose options stand without keys, are read
/// too.
public enum CaseLine {
  /// What a line begins with, before the grammar's number.
  public static let prefix = "lstm-line/"
  /// What lines of the grammars 1 to 3 begin with, where one number stood for grammar and generator.
  static let oldPrefix = "lstm-case/"
  /// The number of the grammar.
  static let version = 4
  /// The most elements of one array of a line.
  static let mostElements = FixedSizes.mostElements

  /// Whether a text begins as a case line of any grammar, readable or not.
  public static func begins(_ text: String) -> Bool { text.hasPrefix(prefix) || text.hasPrefix(oldPrefix) }

  /// Whether a line names a draw instead of values.
  public static func namesDraw(_ text: String) -> Bool {
    text.split(separator: " ").contains { $0.hasPrefix("seed=") || $0.hasPrefix("index=") }
  }

  /// - Parameter weights: those of a case that names them by their checksum.
  /// - Throws: `CaseLineError` where the line is no case of a known grammar and of this generator, or has other weights.
  public static func parse(_ line: String, weights: FixedWeights? = nil) throws(CaseLineError) -> AnyCase {
    let words = line.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
    guard let head = words.first, begins(head) else {
      throw CaseLineError("expected '\(prefix)\(version)' at the start")
    }
    let isOld = head.hasPrefix(oldPrefix)
    let number = String(head.dropFirst(isOld ? oldPrefix.count : prefix.count))
    let known = isOld ? 1...3 : version...version
    guard let grammar = Int(number), known.contains(grammar) else {
      throw CaseLineError(
        "'\(head)' is unknown; this program reads '\(prefix)\(version)' and '\(oldPrefix)1' to '\(oldPrefix)3'")
    }
    guard words.count > 1, let scalar = ScalarKind(rawValue: words[1]) else {
      throw CaseLineError("expected float or double after the version, found '\(words.dropFirst().first ?? "")'")
    }
    let rest = try CaseLineWords(words.dropFirst(2))
    switch scalar {
    case .float: return .float(try Self.parse(rest, grammar, weights))
    case .double: return .double(try Self.parse(rest, grammar, weights))
    }
  }

  private static func parse<Scalar: LSTMScalar>(
    _ words: CaseLineWords, _ grammar: Int, _ weights: FixedWeights?
  ) throws(CaseLineError) -> Case<Scalar> {
    guard words.isGenerated else { return try explicit(words, grammar) }
    let generator = grammar < 4 ? "\(grammar)" : words.fields["generator"] ?? ""
    guard generator == "\(CaseGenerator.version)" else {
      throw CaseLineError(
        "generator '\(generator)' drew other cases from a seed; this program draws those of generator \(CaseGenerator.version)"
      )
    }
    let key = try key(words)
    guard key.weights == weights?.checksum else {
      throw CaseLineError(
        key.weights.map { named in
          "its weights are \(named), "
            + (weights.map { "those of the file are \($0.checksum)" } ?? "and no file with weights is given")
        } ?? "it draws its weights, and a file with weights is given")
    }
    if let weights, !weights.scalars.contains(Scalar.kind) {
      throw CaseLineError("the weights of the file are no values of \(Scalar.kind.rawValue)")
    }
    return CaseGenerator(seed: key.seed, sizes: key.sizes, fixed: key.fixed, weights: weights).draw(index: key.index)
  }

  private static func key(_ words: CaseLineWords) throws(CaseLineError) -> CaseKey {
    if let flag = words.flags.first { throw CaseLineError("'\(flag)': expected KEY=VALUE") }
    try words.refuse(except: ["generator", "seed", "index", "sizes", "T", "B", "I", "H", "weights"])
    let fields = words.fields
    let seedText = fields["seed"] ?? ""
    let seed = seedText.hasPrefix("0x") ? UInt64(seedText.dropFirst(2), radix: 16) : UInt64(seedText)
    guard let seed else { throw CaseLineError("seed='\(seedText)': expected a number") }
    guard let index = fields["index"].flatMap({ Int($0) }), index >= 0 else {
      throw CaseLineError("index='\(fields["index"] ?? "")': expected a number")
    }
    guard let sizes = SizeProfile(rawValue: fields["sizes"] ?? SizeProfile.standard.rawValue) else {
      let names = SizeProfile.allCases.map(\.rawValue).joined(separator: ", ")
      throw CaseLineError("sizes='\(fields["sizes"] ?? "")': expected one of \(names)")
    }
    func size(_ name: String) throws(CaseLineError) -> Int? {
      guard let text = fields[name] else { return nil }
      guard let value = Int(text) else { throw CaseLineError("\(name)='\(text)': expected a size") }
      return value
    }
    let fixed = FixedSizes(
      timeSteps: try size("T"), batch: try size("B"), inputSize: try size("I"), units: try size("H"))
    if let reason = fixed.refusal { throw CaseLineError(reason) }
    return CaseKey(seed: seed, index: index, sizes: sizes, fixed: fixed, weights: fields["weights"])
  }
}

/// The words of a line behind its scalar type.
struct CaseLineWords {
  /// KEY=VALUE.
  private(set) var fields: [String: String] = [:]
  /// Words without a key.
  private(set) var flags: [String] = []

  /// - Throws: `CaseLineError` where a key is given twice.
  init(_ words: ArraySlice<String>) throws(CaseLineError) {
    for word in words {
      guard let equals = word.firstIndex(of: "=") else {
        flags.append(word)
        continue
      }
      let key = String(word[..<equals])
      guard fields.updateValue(String(word[word.index(after: equals)...]), forKey: key) == nil else {
        throw CaseLineError("'\(key)' is given twice")
      }
    }
  }

  /// Whether the line names a draw instead of values.
  var isGenerated: Bool { ["generator", "seed", "index"].contains { fields[$0] != nil } }

  /// - Throws: `CaseLineError` where there is a key that is none of these.
  func refuse(except known: Set<String>) throws(CaseLineError) {
    guard let odd = fields.keys.sorted().first(where: { !known.contains($0) }) else { return }
    throw CaseLineError(isGenerated ? "'\(odd)' does not belong beside a seed" : "'\(odd)' is unknown")
  }
}

extension Case {
  /// The line that makes the case again.
  public var line: String {
    let head = "\(CaseLine.prefix)\(CaseLine.version) \(Scalar.kind.rawValue)"
    if case .generated(let key) = origin { return "\(head) \(key)" }
    return ([head] + explicitWords).joined(separator: " ")
  }
}
