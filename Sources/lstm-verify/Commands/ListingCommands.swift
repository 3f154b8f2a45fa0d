import ArgumentParser
import Catalog
import LSTMContract
import Verification

/// `backends`: what can be put on trial.
struct BackendsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backends", abstract: "List the backends, the code paths that they run here, and their arithmetic.")

  @OptionGroup(visibility: .hidden) var subject: SubjectOptions
  @OptionGroup(visibility: .hidden) var campaign: CampaignOptions

  func run() throws {
    try campaign.refuse(in: "backends")
    try subject.refuse(in: "backends")
    for entry in Catalog.listing {
      print("\(entry.name): \(entry.summary)")
      for line in entry.details { print("  \(line)") }
    }
  }
}

/// `equations`: the numbered equations that failures cite.
struct EquationsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "equations", abstract: "Print the numbered equations that failures cite.")

  @OptionGroup(visibility: .hidden) var subject: SubjectOptions
  @OptionGroup(visibility: .hidden) var campaign: CampaignOptions

  func run() throws {
    try campaign.refuse(in: "equations")
    try subject.refuse(in: "equations")
    for equation in Equation.allCases {
      let padding = String(repeating: " ", count: 4 - equation.label.count)
      print("\(equation.label)\(padding)\(equation.statement)")
    }
  }
}
