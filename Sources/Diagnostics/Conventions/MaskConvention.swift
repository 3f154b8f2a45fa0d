internal import LSTMContract

/// Which steps count, and what a step that does not count gives.
public enum MaskConvention: String, CaseIterable, Sendable {
  case maskIgnored = "mask-ignored"
  case maskInverted = "mask-inverted"
  case maskNotReversed = "mask-not-reversed"
  case maskReversedForwards = "mask-reversed-forwards"
  case maskOfFirstRow = "mask-of-first-row"
  case onlyPadding = "only-padding-masked"
  case asLength = "mask-as-length"
  case zeroOutputIgnored = "zero-output-ignored"
  case zeroOutputAlways = "zero-output-always"
  case zeroingMaskNotReversed = "zeroing-mask-not-reversed"

  var sentence: String {
    switch self {
    case .maskIgnored: "no mask"
    case .maskInverted: "a mask that is true at the steps left out"
    case .maskNotReversed: "the mask read forwards while the input is read backwards"
    case .maskReversedForwards: "the mask read backwards while the input is read forwards"
    case .maskOfFirstRow: "the first row's mask for every row"
    case .onlyPadding: "only the padding after the last counted step masked"
    case .asLength: "the number of counted steps as the row's length"
    case .zeroOutputIgnored: "masked steps that always repeat the output"
    case .zeroOutputAlways: "masked steps that always give zero"
    case .zeroingMaskNotReversed: "zeros where the mask, read forwards, is false, while the input is read backwards"
    }
  }

  func asked<S: LSTMScalar>(_ problem: LSTMProblem<S>) -> LSTMProblem<S> {
    let (steps, options) = (problem.shape.timeSteps, problem.options)
    func masked(_ value: (_ time: Int, _ row: Int, _ mask: (Int, Int) -> Bool) -> Bool) -> LSTMProblem<S> {
      guard let mask = problem.mask else { return problem }
      var edited = mask
      for time in 0..<steps {
        for row in 0..<problem.shape.batch {
          edited[problem.position(time: time, row: row)] = value(time, row) {
            mask[problem.position(time: $0, row: $1)]
          }
        }
      }
      return problem.edited { try problem.replacing(mask: .some(edited)) }
    }
    func zeroing(_ isZero: Bool) -> LSTMProblem<S> {
      var options = options
      options.zeroOutputForMask = isZero
      return problem.edited { try problem.replacing(options: options) }
    }
    switch self {
    case .maskIgnored: return problem.edited { try problem.replacing(mask: .some(nil)) }
    case .maskInverted: return masked { !$2($0, $1) }
    case .maskNotReversed: return options.goBackwards ? masked { $2(steps - 1 - $0, $1) } : problem
    case .maskReversedForwards: return options.goBackwards ? problem : masked { $2(steps - 1 - $0, $1) }
    case .maskOfFirstRow: return masked { $2($0, 0) }
    case .onlyPadding: return masked { time, row, mask in (time..<steps).contains { mask($0, row) } }
    case .asLength: return masked { time, row, mask in time < (0..<steps).count { mask($0, row) } }
    case .zeroOutputIgnored: return zeroing(false)
    case .zeroOutputAlways: return zeroing(true)
    case .zeroingMaskNotReversed: return options.goBackwards ? zeroing(false) : problem
    }
  }

  func returned<Value: LSTMScalar, S: LSTMScalar>(_ answer: inout LSTMAnswer<Value>, to problem: LSTMProblem<S>) {
    let (options, units, steps) = (problem.options, problem.shape.units, problem.shape.timeSteps)
    guard self == .zeroingMaskNotReversed, options.goBackwards, options.zeroOutputForMask, let mask = problem.mask
    else {
      return
    }
    for step in 0..<steps {
      for row in 0..<problem.shape.batch where !mask[problem.position(time: step, row: row)] {
        let place = problem.position(time: options.outputOrder == .aligned ? steps - 1 - step : step, row: row)
        for unit in 0..<units {
          answer.outputs[place * units + unit] = 0
          if step == steps - 1 { answer.lastOutput[row * units + unit] = 0 }
        }
      }
    }
  }
}
