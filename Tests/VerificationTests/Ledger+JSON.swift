import Foundation

@testable import Verification

extension Ledger {
  /// The ledger as JSON with sorted keys, so that two can be compared.
  var sortedJSON: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
  }
}
