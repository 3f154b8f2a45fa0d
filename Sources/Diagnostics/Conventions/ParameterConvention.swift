internal import LSTMContract

/// How K, R and b are read.
public enum ParameterConvention: String, CaseIterable, Sendable {
  case inputKernelTransposed = "input-kernel-as-4h-by-i"
  case hiddenKernelTransposed = "hidden-kernel-as-4h-by-h"
  case kernelsTransposed = "kernels-transposed"
  case hiddenKernelTransposedByGate = "hidden-kernel-transposed-by-gate"
  case gatesInterleaved = "gates-interleaved"
  case kernelsExchanged = "kernels-exchanged"
  case biasIgnored = "bias-ignored"
  case biasHalved = "bias-halved"
  case biasDoubled = "bias-doubled"
  case forgetBiasOne = "forget-bias-plus-one"
  case weightsNegated = "kernels-negated"

  var sentence: String {
    switch self {
    case .inputKernelTransposed: "the input kernel read as [4H, I]"
    case .hiddenKernelTransposed: "the hidden kernel read as [4H, H]"
    case .kernelsTransposed: "both kernels read as [4H, ...]"
    case .hiddenKernelTransposedByGate: "each gate's block of the hidden kernel transposed"
    case .gatesInterleaved: "the four gates of each unit side by side"
    case .kernelsExchanged: "input kernel and hidden kernel exchanged where I = H"
    case .biasIgnored: "no bias"
    case .biasHalved: "half of the bias: one of two bias arrays is lost"
    case .biasDoubled: "the bias counted twice, once for x and once for h"
    case .forgetBiasOne: "1 added to the bias of the forget gate"
    case .weightsNegated: "kernels of the opposite sign"
    }
  }

  func asked<S: LSTMScalar>(_ problem: LSTMProblem<S>) -> LSTMProblem<S> {
    let (k, r, units) = (problem.inputKernel, problem.hiddenKernel, problem.shape.units)
    func edited(
      inputKernel: Tensor<S>? = nil, hiddenKernel: Tensor<S>? = nil, bias: Tensor<S>?? = nil
    ) -> LSTMProblem<S> {
      problem.edited { try problem.replacing(inputKernel: inputKernel, hiddenKernel: hiddenKernel, bias: bias) }
    }
    switch self {
    case .inputKernelTransposed: return edited(inputKernel: k.readAsTransposed())
    case .hiddenKernelTransposed: return edited(hiddenKernel: r.readAsTransposed())
    case .kernelsTransposed: return edited(inputKernel: k.readAsTransposed(), hiddenKernel: r.readAsTransposed())
    case .hiddenKernelTransposedByGate:
      return edited(
        hiddenKernel: r.moved { place in
          let (row, column) = (place / (4 * units), place % (4 * units))
          return column % units * 4 * units + column / units * units + row
        })
    case .gatesInterleaved: return problem.replacingColumns { gate, unit, _ in unit * 4 + gate.rawValue }
    case .kernelsExchanged:
      guard problem.shape.inputSize == units else { return problem }
      return edited(inputKernel: r, hiddenKernel: k)
    case .biasIgnored: return edited(bias: .some(nil))
    case .biasHalved: return edited(bias: problem.bias?.map { $0 / 2 })
    case .biasDoubled: return edited(bias: problem.bias?.map { $0 * 2 })
    case .forgetBiasOne:
      guard var bias = problem.bias ?? (try? Tensor(shape: [4 * units], repeating: 0)) else { return problem }
      for unit in units..<2 * units { bias[unit] += 1 }
      return edited(bias: .some(bias))
    case .weightsNegated: return edited(inputKernel: k.map { -$0 }, hiddenKernel: r.map { -$0 })
    }
  }
}
