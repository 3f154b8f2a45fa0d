/// The numbered equations of an LSTM (Docs/equations.md); failure reports and comments cite these numbers.
public enum Equation: Int, CaseIterable, Sendable, Codable {
  case preActivation = 1
  case inputGate, forgetGate, candidate, outputGate, cellState, hiddenState
  case maskDirection, maskedState, maskedOutput, outputOrder, lastOutput, finalState
  case maskedRow, emptyProblem, maskedValues
}

extension Equation {
  /// `E1` ... `E16`.
  public var label: String { "E\(rawValue)" }

  /// The equation in one line.
  public var statement: String {
    switch self {
    case .preActivation: "z_s = x[t(s)]·K + h_{s-1}·R + b, split in four along the last axis: z_i, z_f, z_j, z_o"
    case .inputGate: "i = sigmoid(z_i)"
    case .forgetGate: "f = sigmoid(z_f)"
    case .candidate: "j = tanh(z_j)"
    case .outputGate: "o = sigmoid(z_o)"
    case .cellState: "c' = f*c_{s-1} + i*j"
    case .hiddenState: "h' = o*tanh(c')"
    case .maskDirection: "m_s = mask[t(s)], true where no mask is given: the mask is reversed with the input"
    case .maskedState: "(h,c)_s = (h',c') where m_s, else (h,c)_{s-1}, bit for bit; (h,c)_{-1} = (h0,c0)"
    case .maskedOutput: "y_s = h' where m_s, else y_{s-1} with y_{-1} = 0; with zero_output_for_mask: else 0"
    case .outputOrder: "outputs[s] = y_s in processing order; aligned order: outputs[t(s)] = y_s"
    case .lastOutput: "last_output = y_{T-1}"
    case .finalState: "state_0 = h_{T-1}, state_1 = c_{T-1}"
    case .maskedRow: "a fully masked row: outputs 0, last_output 0, h = h0, c = c0, bit for bit"
    case .emptyProblem: "T = 0 and B = 0 are valid: empty outputs, last_output 0, h = h0, c = c0"
    case .maskedValues: "values at masked steps, whatever they are (NaN, Inf), influence nothing"
    }
  }
}
