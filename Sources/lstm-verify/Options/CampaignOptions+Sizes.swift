import LSTMContract
import Verification

extension CampaignOptions {
  /// The sizes that every case shall have.
  ///
  /// - Throws: `Ending` where no case can have them.
  func fixedSizes() throws -> FixedSizes {
    let fixed = FixedSizes(timeSteps: steps, batch: batch, inputSize: inputs, units: units)
    if let reason = fixed.refusal {
      throw Ending(.misuse, "--steps, --batch, --inputs and --units: \(reason)")
    }
    return fixed
  }
}
