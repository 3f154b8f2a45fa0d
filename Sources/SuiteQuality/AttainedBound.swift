internal import FaithfulBank
internal import LSTMContract
internal import LSTMOracle
internal import Verification

/// The data on which a radius is nearly used up by a right implementation: no order-agnostic tolerance can be much
/// smaller.
///
/// x = 1 throughout; the candidate's weights are 1 and then terms just below half a unit in the last place, so that
/// sequential summation rounds every one of them away. The identity as activation adds no error of its own.
enum AttainedBound {
  /// The numbers of terms that are tried.
  static let terms = [64, 256, 1_024, mostTerms]
  /// The largest of them.
  static let mostTerms = 4_096
  /// What it must reach.
  static let leastRatio = 0.97

  /// The data, with this many terms.
  ///
  /// - Throws: `LSTMProblemError`, which the sizes exclude.
  static func problem(terms: Int) throws(LSTMProblemError) -> LSTMProblem<Float> {
    var kernel = [Float](repeating: 0, count: 4 * terms)
    for term in 0..<terms { kernel[4 * term + Gate.j.rawValue] = term == 0 ? 1 : 0.99 * 0x1p-24 }
    return try LSTMProblem(
      input: Tensor(shape: [1, 1, terms], repeating: 1), initialH: Tensor(shape: [1, 1], repeating: 0),
      initialC: Tensor(shape: [1, 1], repeating: 0), inputKernel: Tensor(shape: [terms, 4], elements: kernel),
      hiddenKernel: Tensor(shape: [1, 4], repeating: 0), bias: Tensor(shape: [4], elements: [1, 0, 0, 1]),
      options: LSTMOptions(tanhActivation: .identity, sigmoidActivation: .identity))
  }

  /// |error| / radius of sequential summation of this many terms; above 1 where the oracle accuses it.
  ///
  /// - Throws: `LSTMProblemError`, which the sizes exclude.
  static func ratio(terms: Int) throws -> Double {
    let problem = try problem(terms: terms)
    let backend = FaithfulBackend<Float>(FaithfulStyle())
    let answer = try backend.answer(problem)
    let expected = Oracle(problem).endToEnd(model: backend.model).finalC
    return abs((Double(answer.finalC[0]) - expected.value[0]) - expected.rest[0]) / expected.radius[0]
  }
}
