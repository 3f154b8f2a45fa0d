import ArgumentParser
import Verification

/// `--corpus` and `--no-corpus`: where failures are kept.
struct CorpusOption: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Where failures are kept, a folder for each subject (.lstm-verify by default).", valueName: "folder"))
  var corpus: String?

  @Flag(name: .long, help: "Neither replay nor save failures.")
  var noCorpus = false

  /// The folder, or nil where failures are not kept.
  ///
  /// - Throws: `Ending` where both options are given.
  func folder() throws -> String? {
    guard !noCorpus || corpus == nil else { throw Ending(.misuse, "--corpus cannot be given with --no-corpus") }
    return noCorpus ? nil : corpus ?? ".lstm-verify"
  }
}
