/// A text of a subject as reports print it: on one line, without what could steer a terminal, and cut.
struct SubjectText {
  /// The longest name.
  static let mostOfName = 60
  /// The longest reason, version or name of a code path.
  static let mostOfSentence = 200

  /// The text that is safe to print.
  let line: String

  /// Writes control characters, line ends and characters that reorder a line as `\u{...}`.
  init(_ text: String, most: Int = mostOfSentence) {
    var line = ""
    var count = 0
    for scalar in text.unicodeScalars {
      guard count < most else {
        line += "..."
        break
      }
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        line += "\\u{\(String(scalar.value, radix: 16))}"
      default:
        line.unicodeScalars.append(scalar)
      }
      count += 1
    }
    self.line = line
  }
}
