internal import LSTMContract

extension CaseLine {
  /// The words of an explicit case: sizes and arrays by key, and the options by key (grammar 4) or as six flags in
  /// order (grammars 1 to 3).
  static func explicit<Scalar: LSTMScalar>(
    _ words: CaseLineWords, _ grammar: Int
  ) throws(CaseLineError) -> Case<Scalar> {
    let optionKeys = grammar < 4 ? [] : LSTMOptions.words(of: LSTMOptions()).map(\.key)
    let known: Set<String> = ["T", "B", "I", "H", "x", "h0", "c0", "K", "R", "b", "mask"]
    try words.refuse(except: known.union(optionKeys))
    func size(_ name: String) throws(CaseLineError) -> Int {
      guard let value = words.fields[name].flatMap({ Int($0) }), (0...mostElements).contains(value) else {
        throw CaseLineError("\(name)='\(words.fields[name] ?? "")': expected a size")
      }
      return value
    }
    let (steps, batch, inputSize, units) = (try size("T"), try size("B"), try size("I"), try size("H"))
    let options = grammar < 4 ? try options(flags: words.flags) : try options(words)
    let leading = options.layout == .timeMajor ? [steps, batch] : [batch, steps]
    func numbers(_ name: String, _ shape: [Int]) throws(CaseLineError) -> Tensor<Scalar> {
      guard let text = words.fields[name] else { throw CaseLineError("'\(name)' is missing") }
      return try tensor(
        name, shape,
        try expanded(text, name, shape) { (word) throws(CaseLineError) in
          try number(word, name)
        })
    }
    do {
      return Case(
        problem: try LSTMProblem(
          input: numbers("x", leading + [inputSize]), initialH: numbers("h0", [batch, units]),
          initialC: numbers("c0", [batch, units]), inputKernel: numbers("K", [inputSize, 4 * units]),
          hiddenKernel: numbers("R", [units, 4 * units]),
          bias: words.fields["b"] == nil ? nil : numbers("b", [4 * units]),
          mask: try words.fields["mask"].map { (text) throws(CaseLineError) in try mask(text, leading) },
          options: options),
        origin: .explicit)
    } catch let error as CaseLineError {
      throw error
    } catch {
      throw CaseLineError("\(error)")
    }
  }

  private static func options(_ words: CaseLineWords) throws(CaseLineError) -> LSTMOptions {
    if let flag = words.flags.first { throw CaseLineError("'\(flag)': expected KEY=VALUE") }
    var options = LSTMOptions()
    for word in LSTMOptions.words(of: options) {
      guard let text = words.fields[word.key] else { throw CaseLineError("'\(word.key)' is missing") }
      guard options.set(word.key, text) else {
        throw CaseLineError("\(word.key)='\(text)': expected \(word.values.joined(separator: " or "))")
      }
    }
    return options
  }

  private static func options(flags: [String]) throws(CaseLineError) -> LSTMOptions {
    var options = LSTMOptions()
    let words = LSTMOptions.words(of: options)
    guard flags.count == words.count, zip(words, flags).allSatisfy({ options.set($0.key, $1) }) else {
      throw CaseLineError(
        "expected layout, direction, output order, keep or zero, and two activations, found '\(flags.joined(separator: " "))'"
      )
    }
    return options
  }

  private static func mask(_ text: String, _ shape: [Int]) throws(CaseLineError) -> Tensor<Bool> {
    try tensor(
      "mask", shape,
      try expanded(text, "mask", shape) { (word) throws(CaseLineError) in
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

  /// `1,0*3` is `1,0,0,0`. No more is made than the array of this shape can take, and one that shows the excess.
  private static func expanded<Element>(
    _ text: String, _ name: String, _ shape: [Int], _ read: (Substring) throws(CaseLineError) -> Element
  ) throws(CaseLineError) -> [Element] {
    var most = 1
    for size in shape {
      let (product, overflows) = most.multipliedReportingOverflow(by: size)
      guard !overflows, product <= mostElements else {
        throw CaseLineError("\(name): more than \(mostElements) elements")
      }
      most = product
    }
    var elements: [Element] = []
    for piece in text.split(separator: ",") {
      var (word, count) = (piece, 1)
      if let star = piece.firstIndex(of: "*") {
        guard let number = Int(piece[piece.index(after: star)...]), number > 0 else {
          throw CaseLineError("\(name): '\(piece)': expected VALUE*COUNT")
        }
        (word, count) = (piece[..<star], number)
      }
      guard count <= most - elements.count else {
        throw CaseLineError("\(name): more than \(most) values for shape \(shape)")
      }
      elements += repeatElement(try read(word), count: count)
    }
    return elements
  }
}

extension Case {
  /// Sizes, options and arrays, as an explicit line has them.
  var explicitWords: [String] {
    let shape = problem.shape
    var words = ["T=\(shape.timeSteps) B=\(shape.batch) I=\(shape.inputSize) H=\(shape.units)"]
    words += LSTMOptions.words(of: problem.options).map { "\($0.key)=\($0.value)" }
    words += [
      "x=" + compressed(problem.input), "h0=" + compressed(problem.initialH), "c0=" + compressed(problem.initialC),
      "K=" + compressed(problem.inputKernel), "R=" + compressed(problem.hiddenKernel),
    ]
    if let bias = problem.bias { words.append("b=" + compressed(bias)) }
    if let mask = problem.mask { words.append("mask=" + runs(mask.elements) { $0 ? "1" : "0" }) }
    return words
  }

  private func compressed(_ tensor: Tensor<Scalar>) -> String {
    runs(tensor.elements) { value in
      if value.isNaN { return "nan" }
      if value == value.rounded(), abs(value) < 65_536 {
        return value.sign == .minus && value == 0 ? "-0" : "\(Int(value))"
      }
      return "\(value)"
    }
  }
}

/// Equal neighbours as VALUE*COUNT.
private func runs<Element>(_ elements: [Element], _ word: (Element) -> String) -> String {
  var pieces: [String] = []
  var (current, count) = ("", 0)
  func close() { if count > 0 { pieces.append(count > 1 ? "\(current)*\(count)" : current) } }
  for element in elements {
    let next = word(element)
    if next == current, count > 0 {
      count += 1
    } else {
      close()
      (current, count) = (next, 1)
    }
  }
  close()
  return pieces.joined(separator: ",")
}
