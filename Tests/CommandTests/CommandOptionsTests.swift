import Testing

@testable import lstm_verify

/// Each command takes the options that its help shows, and no other.
@Suite struct CommandOptionsTests {
  private static let commands = Result { try HelpText.all() }

  /// A name for each command, for the test has to know its arguments before anything can fail.
  static var names: [String] { ((try? commands.get()) ?? []).map(\.description) }

  @Test func everyCommandHasHelp() throws {
    let commands = try Self.commands.get()
    #expect(commands.count > 10)
    #expect(Set(commands.flatMap(\.options)).count > 40)
  }

  @Test(arguments: names)
  func whatTheHelpShowsIsAccepted(name: String) throws {
    let command = try #require(try Self.commands.get().first { $0.description == name })
    for option in command.options where !Self.isForEveryCommand(option) && !command.required.contains(option.name) {
      let reading = Invocation(command.command + option.arguments + command.required)
      guard case .command = reading else {
        Issue.record("\(name) \(option.arguments): \(reading)")
        continue
      }
    }
  }

  @Test(arguments: names)
  func anOptionOfAnotherCommandIsRefused(name: String) throws {
    let commands = try Self.commands.get()
    let command = try #require(commands.first { $0.description == name })
    let own = Set(command.options.map(\.name))
    let foreign = Set(commands.flatMap(\.options)).filter { !own.contains($0.name) }.sorted { $0.name < $1.name }
    #expect(!foreign.isEmpty)
    // Reading arguments takes long: each command is asked a fifth of them, its neighbours in the list the others.
    let turn = try #require(commands.firstIndex { $0.description == name })
    for option in foreign.enumerated().filter({ ($0.offset + turn) % 5 == 0 }).map(\.element) {
      guard case .misuse(let message) = Invocation(command.command + command.required + option.arguments) else {
        Issue.record("\(name) takes \(option.name)")
        continue
      }
      #expect(message.contains("Unknown option '\(option.name)'"), "\(name): \(message)")
    }
    let one = try #require(foreign.first)
    #expect(try BuiltCommand.run(command.command + command.required + one.arguments).status == 2)
  }

  private static func isForEveryCommand(_ option: HelpText.Option) -> Bool {
    ["--help", "--version"].contains(option.name)
  }
}
