internal import Foundation
public import LSTMContract

public struct NaiveBackend<Scalar: LSTMScalar>: LSTMBackend {
  public init() {}
  public var name: String { "naive" }
  public var model: ArithmeticModel { ArithmeticModel(scalar: Scalar.kind) }
  func sg(_ x: Scalar) -> Scalar {
    Scalar.kind == .float ? Scalar(1 / (1 + expf(-Float(x)))) : Scalar(1 / (1 + exp(-Double(x))))
  }
  func th(_ x: Scalar) -> Scalar { Scalar.kind == .float ? Scalar(tanhf(Float(x))) : Scalar(tanh(Double(x))) }
  func act(_ a: Activation, _ x: Scalar) -> Scalar {
    switch a {
    case .tanh: th(x)
    case .sigmoid: sg(x)
    case .hardSigmoidFifth: x.isNaN ? x : min(max(Scalar(0.2) * x + Scalar(0.5), 0), 1)
    case .hardSigmoidSixth: x.isNaN ? x : min(max(x / 6 + Scalar(0.5), 0), 1)
    case .relu: x.isNaN ? x : max(x, 0)
    case .identity: x
    }
  }
  public func run(_ p: LSTMProblem<Scalar>, into answer: inout LSTMAnswer<Scalar>) throws {
    let (T, B, I, H) = (p.shape.timeSteps, p.shape.batch, p.shape.inputSize, p.shape.units)
    let tm = p.options.layout == .timeMajor
    func pos(_ t: Int, _ b: Int) -> Int { tm ? t * B + b : b * T + t }
    for b in 0..<B {
      var h = Array(p.initialH.elements[b * H..<(b + 1) * H]), c = Array(p.initialC.elements[b * H..<(b + 1) * H])
      var y = [Scalar](repeating: 0, count: H)
      for s in 0..<T {
        let t = p.options.goBackwards ? T - 1 - s : s
        if p.mask?.elements[pos(t, b)] ?? true {
          var z = p.bias?.elements ?? Array(repeating: 0, count: 4 * H)
          for k in 0..<I { for j in 0..<4 * H { z[j] += p.input[pos(t, b) * I + k] * p.inputKernel[k * 4 * H + j] } }
          for k in 0..<H { for j in 0..<4 * H { z[j] += h[k] * p.hiddenKernel[k * 4 * H + j] } }
          for u in 0..<H {
            let i = act(p.options.sigmoidActivation, z[u]), f = act(p.options.sigmoidActivation, z[H + u])
            let j = act(p.options.tanhActivation, z[2 * H + u]), o = act(p.options.sigmoidActivation, z[3 * H + u])
            c[u] = f * c[u] + i * j
            h[u] = o * act(p.options.tanhActivation, c[u])
          }
          y = h
        } else if p.options.zeroOutputForMask {
          y = Array(repeating: 0, count: H)
        }
        let q = pos(p.options.outputOrder == .aligned ? t : s, b)
        for u in 0..<H { answer.outputs[q * H + u] = y[u] }
      }
      for u in 0..<H {
        answer.lastOutput[b * H + u] = y[u]; answer.finalH[b * H + u] = h[u]; answer.finalC[b * H + u] = c[u]
      }
    }
    answer.runtime = "naive/scalar"
  }
}
