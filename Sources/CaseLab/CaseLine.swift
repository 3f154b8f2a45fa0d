internal import LSTMContract

/// Why a line is no case.
public struct CaseLineError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong, and where.
  public let description: String

  init(_ description: String) { self.description = "case line: \(description)" }
}

/// The one-line form of a case.
///
/// A generated case is `lstm-case/3 float seed=0x4c53544d index=17`, where 3 is the generator's version. An explicit
/// case carries its values, so that those of earlier versions are read too: `lstm-case/3 float T=1 B=1 I=1 H=1
/// batch_major forward processing keep tanh sigmoid x=1 h0=0 c0=0 K=1,0*3 R=0*4 b=0*4 mask=1`, where `0*3` is three
/// zeros, and `b` and `mask` may be missing.
public enum CaseLine {
  /// What every line begins with, before the version.
  public static let prefix = "lstm-case/"
  /// The most elements of one array of a line.
  static let mostElements = 1 << 20

  /// - Throws: `CaseLineError` where the line is no case of a known version.
  public static func parse(_ line: String) throws(CaseLineError) -> AnyCase {
    let words = line.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
    guard let head = words.first, head.hasPrefix(prefix) else {
      throw CaseLineError("expected '\(prefix)VERSION' at the start")
    }
    let version = head.dropFirst(prefix.count)
    let isGenerated = words.contains { $0.hasPrefix("seed=") || $0.hasPrefix("index=") }
    guard let number = Int(version), (isGenerated ? CaseGenerator.version : 1)...CaseGenerator.version ~= number else {
      throw CaseLineError(
        isGenerated
          ? "version '\(version)' drew other cases from a seed; this program draws those of version \(CaseGenerator.version)"
          : "version '\(version)' is unknown; this program reads versions 1 to \(CaseGenerator.version)")
    }
    guard words.count > 1, let scalar = ScalarKind(rawValue: words[1]) else {
      throw CaseLineError("expected float or double after the version, found '\(words.dropFirst().first ?? "")'")
    }
    let rest = words.dropFirst(2)
    switch scalar {
    case .float: return .float(try Self.parse(rest))
    case .double: return .double(try Self.parse(rest))
    }
  }

  private static func parse<Scalar: LSTMScalar>(_ words: ArraySlice<String>) throws(CaseLineError) -> Case<Scalar> {
    var fields: [String: String] = [:]
    var flags: [String] = []
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
    if fields["seed"] != nil || fields["index"] != nil { return try generated(fields, flags) }
    return try explicit(fields, flags)
  }

  private static func generated<Scalar: LSTMScalar>(
    _ fields: [String: String], _ flags: [String]
  ) throws(CaseLineError) -> Case<Scalar> {
    if let odd = flags.first ?? fields.keys.first(where: { $0 != "seed" && $0 != "index" }) {
      throw CaseLineError("'\(odd)' does not belong beside a seed")
    }
    let seedText = fields["seed"] ?? ""
    let seed = seedText.hasPrefix("0x") ? UInt64(seedText.dropFirst(2), radix: 16) : UInt64(seedText)
    guard let seed else { throw CaseLineError("seed='\(seedText)': expected a number") }
    guard let index = fields["index"].flatMap({ Int($0) }), index >= 0 else {
      throw CaseLineError("index='\(fields["index"] ?? "")': expected a number")
    }
    return CaseGenerator(seed: seed).draw(index: index)
  }

  private static func explicit<Scalar: LSTMScalar>(
    _ fields: [String: String], _ flags: [String]
  ) throws(CaseLineError) -> Case<Scalar> {
    let known: Set<String> = ["T", "B", "I", "H", "x", "h0", "c0", "K", "R", "b", "mask"]
    if let odd = fields.keys.sorted().first(where: { !known.contains($0) }) {
      throw CaseLineError("'\(odd)' is unknown")
    }
    func size(_ name: String) throws(CaseLineError) -> Int {
      guard let value = fields[name].flatMap({ Int($0) }), (0...mostElements).contains(value) else {
        throw CaseLineError("\(name)='\(fields[name] ?? "")': expected a size")
      }
      return value
    }
    let (steps, batch, inputSize, units) = (try size("T"), try size("B"), try size("I"), try size("H"))
    let options = try options(flags)
    let leading = options.layout == .timeMajor ? [steps, batch] : [batch, steps]
    func numbers(_ name: String, _ shape: [Int]) throws(CaseLineError) -> Tensor<Scalar> {
      guard let text = fields[name] else { throw CaseLineError("'\(name)' is missing") }
      return try tensor(
        name, shape,
        try expanded(text, name).map { (word) throws(CaseLineError) in
          try number(word, name)
        })
    }
    do {
      return Case(
        problem: try LSTMProblem(
          input: numbers("x", leading + [inputSize]), initialH: numbers("h0", [batch, units]),
          initialC: numbers("c0", [batch, units]), inputKernel: numbers("K", [inputSize, 4 * units]),
          hiddenKernel: numbers("R", [units, 4 * units]), bias: fields["b"] == nil ? nil : numbers("b", [4 * units]),
          mask: try fields["mask"].map { (text) throws(CaseLineError) in try mask(text, leading) }, options: options),
        origin: .explicit)
    } catch let error as CaseLineError {
      throw error
    } catch {
      throw CaseLineError("\(error)")
    }
  }

  private static func options(_ flags: [String]) throws(CaseLineError) -> LSTMOptions {
    guard flags.count == 6, let layout = AxisLayout(rawValue: flags[0]), ["forward", "backward"].contains(flags[1]),
      let order = OutputOrder(rawValue: flags[2]), ["keep", "zero"].contains(flags[3]),
      let tanh = Activation(rawValue: flags[4]), let sigmoid = Activation(rawValue: flags[5])
    else {
      throw CaseLineError(
        "expected layout, direction, output order, keep or zero, and two activations, found '\(flags.joined(separator: " "))'"
      )
    }
    return LSTMOptions(
      layout: layout, goBackwards: flags[1] == "backward", outputOrder: order, zeroOutputForMask: flags[3] == "zero",
      tanhActivation: tanh, sigmoidActivation: sigmoid)
  }

  private static func mask(_ text: String, _ shape: [Int]) throws(CaseLineError) -> Tensor<Bool> {
    try tensor(
      "mask", shape,
      try expanded(text, "mask").map { (word) throws(CaseLineError) in
        guard word == "0" || word == "1" else { throw CaseLineError("mask: '\(word)': expected 0 or 1") }
        return word == "1"
      })
  }

  private static func tensor<Element: Sendable>(
    _ name: String, _ shape: [Int], _ elements: [Element]
  ) throws(CaseLineError) -> Tensor<Element> {
    do {
      return try Tensor(name, shape: shape, elements: elements)
    } catch {
      throw CaseLineError("\(error)")
    }
  }

  private static func number<Scalar: LSTMScalar>(_ word: Substring, _ name: String) throws(CaseLineError) -> Scalar {
    let value: Scalar? = Scalar.kind == .float ? Float(word).map { Scalar($0) } : Double(word).map { Scalar($0) }
    guard let value else { throw CaseLineError("\(name): '\(word)': expected a number") }
    return value
  }

  /// `1,0*3` is `1,0,0,0`.
  private static func expanded(_ text: String, _ name: String) throws(CaseLineError) -> [Substring] {
    var words: [Substring] = []
    for piece in text.split(separator: ",") {
      guard let star = piece.firstIndex(of: "*") else {
        words.append(piece)
        continue
      }
      guard let count = Int(piece[piece.index(after: star)...]), count > 0, count <= mostElements - words.count else {
        throw CaseLineError("\(name): '\(piece)': expected VALUE*COUNT")
      }
      words += Array(repeating: piece[..<star], count: count)
    }
    guard words.count <= mostElements else { throw CaseLineError("\(name): too many values") }
    return words
  }
}

extension Case {
  /// The line that makes the case again.
  public var line: String {
    let head = "\(CaseLine.prefix)\(CaseGenerator.version) \(Scalar.kind.rawValue)"
    if case .generated(let seed, let index) = origin {
      return "\(head) seed=0x\(String(seed, radix: 16)) index=\(index)"
    }
    let (shape, options) = (problem.shape, problem.options)
    var words = [
      head, "T=\(shape.timeSteps) B=\(shape.batch) I=\(shape.inputSize) H=\(shape.units)", options.layout.rawValue,
      options.goBackwards ? "backward" : "forward", options.outputOrder.rawValue,
      options.zeroOutputForMask ? "zero" : "keep", options.tanhActivation.rawValue, options.sigmoidActivation.rawValue,
      "x=" + compressed(problem.input), "h0=" + compressed(problem.initialH), "c0=" + compressed(problem.initialC),
      "K=" + compressed(problem.inputKernel), "R=" + compressed(problem.hiddenKernel),
    ]
    if let bias = problem.bias { words.append("b=" + compressed(bias)) }
    if let mask = problem.mask { words.append("mask=" + runs(mask.elements.map { $0 ? "1" : "0" })) }
    return words.joined(separator: " ")
  }

  private func compressed(_ tensor: Tensor<Scalar>) -> String {
    runs(
      tensor.elements.map { value in
        if value.isNaN { return "nan" }
        if value == value.rounded(), abs(value) < 65_536 {
          return value.sign == .minus && value == 0 ? "-0" : "\(Int(value))"
        }
        return "\(value)"
      })
  }
}

/// Equal neighbours as VALUE*COUNT.
private func runs(_ words: [String]) -> String {
  var pieces: [String] = []
  var start = 0
  while start < words.count {
    var end = start
    while end < words.count, words[end] == words[start] { end += 1 }
    pieces.append(end - start > 1 ? "\(words[start])*\(end - start)" : words[start])
    start = end
  }
  return pieces.joined(separator: ",")
}
