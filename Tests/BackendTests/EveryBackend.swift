import Catalog
import LSTMContract

/// The backends on trial in this target, in both scalar types: those that are shipped, and the SIMD backend with each
/// instruction set that this processor runs.
enum EveryBackend {
  static let inBothScalars: [[Subject]] = (Catalog.backends + Catalog.forcedInstructionSets).map { shipped in
    let float: (any LSTMBackend<Float>)? = shipped.backend()
    let double: (any LSTMBackend<Double>)? = shipped.backend()
    return [float.map { Subject($0) }, double.map { Subject($0) }].compactMap { $0 }
  }

  static let all: [Subject] = inBothScalars.flatMap { $0 }
}
