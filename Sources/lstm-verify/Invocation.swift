import ArgumentParser

/// What the arguments of the program ask for.
enum Invocation {
  case command(any ParsableCommand)
  /// The version or a completion script. Help is a command.
  case text(String)
  /// What is wrong with the arguments, and how they should be.
  case misuse(String)

  init(_ arguments: [String]) {
    do {
      self = .command(try RootCommand.parseAsRoot(arguments))
    } catch {
      let message = RootCommand.fullMessage(for: error)
      if RootCommand.exitCode(for: error).isSuccess {
        self = .text(message)
      } else if let name = Self.unknownCommand(in: arguments) {
        self = .misuse(RootCommand.fullMessage(for: ValidationError("Unknown command '\(name)'")))
      } else {
        self = .misuse(message)
      }
    }
  }

  /// The default command would call it an unexpected argument, or ask for `--fuzz` first.
  private static func unknownCommand(in arguments: [String]) -> String? {
    guard let first = arguments.first, !first.hasPrefix("-") else { return nil }
    let known = RootCommand.configuration.subcommands.map { $0.configuration.commandName }
    return known.contains(first) ? nil : first
  }
}
