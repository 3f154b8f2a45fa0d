/// Why a file of this module cannot be read or written: one line that names the file, the place and the fault.
public struct CaseFileError: Error, Equatable, Sendable {
  /// The file, as the caller named it.
  public let file: String
  /// The tensor, metadata key, byte or index entry at fault; nil where it is the file as a whole.
  public let place: String?
  /// What was found and what was expected.
  public let what: String

  /// An error about `file`, at `place` in it.
  public init(file: String, place: String? = nil, what: String) {
    self.file = file
    self.place = place
    self.what = what
  }
}

extension CaseFileError: CustomStringConvertible {
  /// `golden/x.safetensors: tensor 'bias': found shape [7], expected [8]`, always one line.
  public var description: String {
    onOneLine([file, place, what].compactMap(\.self).joined(separator: ": "))
  }
}

/// The text with everything that could break or reorder a line of output written as `\u{...}`.
private func onOneLine(_ text: String) -> String {
  var line = ""
  for scalar in text.unicodeScalars {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator:
      line += "\\u{\(String(scalar.value, radix: 16))}"
    default:
      line.unicodeScalars.append(scalar)
    }
  }
  return line
}

/// A name or value out of a file in quotes, cut where a hostile file made it long.
func quoted(_ text: some StringProtocol) -> String {
  text.count > 80 ? "'\(text.prefix(80))...'" : "'\(text)'"
}

/// A shape or a pair of offsets out of a file, cut where a hostile file made it long.
func listed(_ numbers: [Int]) -> String {
  numbers.count > 8 ? "[\(numbers.prefix(8).map(String.init).joined(separator: ", ")), ...]" : "\(numbers)"
}
