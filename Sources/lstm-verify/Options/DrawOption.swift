import ArgumentParser
import Verification

/// `--fuzz`, and `--from` and `--to` for a part of it.
struct DrawOption: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("Draw N cases.", valueName: "N"))
  var fuzz: Int

  @Option(
    name: .long,
    help: ArgumentHelp("With --to: judge only a part of these cases, from this index on.", valueName: "index"))
  var from: Int?

  @Option(name: .long, help: ArgumentHelp("The end of that part; this index is not in it.", valueName: "index"))
  var to: Int?

  /// The part of the cases that `--from` and `--to` name, or nil where neither is given.
  ///
  /// - Throws: `Ending` where it is empty, only one of the two is given, or there are no cases at all.
  func part() throws -> Range<Int>? {
    try require("--fuzz", fuzz)
    guard from != nil || to != nil else { return nil }
    guard let from, let to else { throw Ending(.misuse, "--from and --to must be given together") }
    try require("--from", from, atLeast: 0)
    guard from < to else { throw Ending(.misuse, "--to must be above --from (got \(from) and \(to))") }
    guard to <= fuzz else { throw Ending(.misuse, "--to must be at most the number of --fuzz (got \(to) and \(fuzz))") }
    return from..<to
  }
}
