internal import CaseFiles

extension SubjectIdentity {
  /// Reads the first frame of a program.
  ///
  /// - Throws: `SubjectFailure`, which names the key, or what is no safetensors.
  init(frame: [UInt8]) throws(SubjectFailure) {
    let tensors: Safetensors
    do {
      tensors = try Safetensors(parsing: frame, name: "its first frame")
    } catch {
      throw SubjectFailure("\(error)")
    }
    try self.init(metadata: tensors.metadata)
  }
}

/// Reads a first frame and forgets it: for the fuzzer of the readers.
///
/// - Throws: `SubjectFailure`.
public func readFirstFrame(_ frame: [UInt8]) throws(SubjectFailure) { _ = try SubjectIdentity(frame: frame) }
