internal import LSTMContract

/// A sum of products in a legal style, around a fault of the terms, if there is one.
struct StyledSum<S: LSTMScalar> {
  typealias Term = (value: S, weight: S)

  let style: EvaluationStyle
  let fault: (any TermFault)?

  /// One pre-activation (E1).
  func preActivation(inputs: [Term], hidden: [Term], bias: S) -> S {
    // A fault of the sums of products leaves the bias alone.
    let startsWithBias = style.startsWithBias && (fault?.accumulatorRoundoff ?? 0) == 0
    let start = startsWithBias ? bias : 0
    let sum =
      style.splits
      ? joined(self.sum(of: inputs[...], from: start), self.sum(of: hidden[...], from: 0))
      : self.sum(of: (inputs + hidden)[...], from: start)
    return startsWithBias ? sum : sum + bias
  }

  private func sum(of terms: ArraySlice<Term>, from start: S) -> S {
    switch style.order {
    case .sequential: chain(Array(terms), start)
    case .reversed: chain(terms.reversed(), start)
    case .pairwise: joined(start, halves(terms))
    case .blocked:
      stride(from: terms.startIndex, to: terms.endIndex, by: 16).reduce(start) { total, from in
        joined(total, chain(Array(terms[from..<min(from + 16, terms.endIndex)]), 0))
      }
    case .lanes:
      (0..<4).reduce(start) { total, lane in
        let own = stride(from: terms.startIndex + lane, to: terms.endIndex, by: 4).map { terms[$0] }
        return joined(total, chain(own, 0))
      }
    }
  }

  private func chain(_ terms: [Term], _ start: S) -> S {
    terms.reduce(start) { total, term in
      if let fault { return fault.adding(term.value, term.weight, to: total) }
      return style.fuses ? total.addingProduct(term.value, term.weight) : total + term.value * term.weight
    }
  }

  private func halves(_ terms: ArraySlice<Term>) -> S {
    guard terms.count > 2 else { return chain(Array(terms), 0) }
    let middle = terms.startIndex + terms.count / 2
    return joined(halves(terms[..<middle]), halves(terms[middle...]))
  }

  private func joined(_ left: S, _ right: S) -> S { fault?.joining(left, right) ?? left + right }
}
