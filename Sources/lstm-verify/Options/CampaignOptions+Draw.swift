import CaseFiles
import LSTMContract
import Verification

extension CampaignOptions {
  /// The part of the seed's cases that `--from` and `--to` name, or nil where neither is given.
  ///
  /// - Throws: `Ending` where it is empty, or only one of the two is given.
  func part() throws -> Range<Int>? {
    guard from != nil || to != nil else { return nil }
    guard let from, let to else { throw Ending(.misuse, "--from and --to: both or neither") }
    guard from >= 0, from < to else { throw Ending(.misuse, "--from \(from) --to \(to): 0 or more, and below --to") }
    if let fuzz, to > fuzz { throw Ending(.misuse, "--to \(to): beyond the \(fuzz) cases of --fuzz") }
    return from..<to
  }

  /// The weights of `--weights`, or nil where it is not given.
  ///
  /// - Throws: `Ending` where the file has none.
  func fixedWeights() throws -> FixedWeights? {
    guard let weights else {
      guard convention == nil else { throw Ending(.misuse, "--convention: only with --weights") }
      return nil
    }
    do {
      return try FixedWeights(contentsOf: weights, as: convention)
    } catch {
      throw Ending(.misuse, "--weights: \(error)")
    }
  }
}
