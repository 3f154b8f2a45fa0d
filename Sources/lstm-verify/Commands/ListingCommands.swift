import ArgumentParser
import Catalog
import LSTMContract
import Verification

/// `backends`: what can be put on trial.
struct BackendsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backends", abstract: "List the backends, the code paths that they run here, and their arithmetic.")

  func run() throws {
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

  func run() throws {
    for equation in Equation.allCases {
      let padding = String(repeating: " ", count: 4 - equation.label.count)
      print("\(equation.label)\(padding)\(equation.statement)")
    }
  }
}
