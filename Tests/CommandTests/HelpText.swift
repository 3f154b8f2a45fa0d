import Foundation

@testable import lstm_verify

/// What the help of a command says that it takes.
struct HelpText: CustomStringConvertible {
  /// An option or a flag.
  struct Option: Hashable {
    var name: String
    /// A value that it takes, or nil for a flag.
    var value: String?

    var arguments: [String] { [name] + (value.map { [$0] } ?? []) }
  }

  /// The words that call the command.
  let command: [String]
  let options: [Option]
  /// Required options and arguments with a value each, as the usage line names them.
  let required: [String]

  var description: String { command.joined(separator: " ") }

  /// Reads the help of a command and of the commands below it.
  ///
  /// - Throws: what running the program throws.
  static func all(below command: [String] = []) throws -> [HelpText] {
    let text = try BuiltCommand.run(command + ["--help"]).output
    let subcommands = text.components(separatedBy: "\nSUBCOMMANDS:\n").dropFirst().joined()
      .matches(of: /(?m)^  ([a-z][a-z-]*)/).map { String($0.1) }
    guard !subcommands.isEmpty else { return [HelpText(command, text)] }
    return try subcommands.flatMap { try all(below: command + [$0]) }
  }

  private init(_ command: [String], _ text: String) {
    self.command = command
    let own = text.matches(of: /(?m)^  (--[a-z-]+)( <[^>]+>)?(.*(?:\n   .*)*)/).map { match in
      let first = match.3.replacing(/\s+/, with: " ").firstMatch(of: /\(values: ([^,)]+)/)
      return Option(name: String(match.1), value: match.2.map { _ in first.map { String($0.1) } ?? "1" })
    }
    options = own
    let usage = text.firstMatch(of: /USAGE: lstm-verify (.*)/).map { String($0.1) } ?? ""
    // What stands in brackets may be left out.
    let words = usage.replacing(/\[[^\]]*\]/, with: "").split(separator: " ").map(String.init)
    required =
      words.dropFirst(command.count).flatMap { word -> [String] in
        if word.hasPrefix("--") { return own.first { $0.name == word }?.arguments ?? [word] }
        // The value of an option came with the option.
        return []
      } + words.indices.filter { words[$0].hasPrefix("<") && !words[$0 - 1].hasPrefix("--") }.map { _ in "1" }
  }
}
