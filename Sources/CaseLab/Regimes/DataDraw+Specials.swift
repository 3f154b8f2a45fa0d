internal import LSTMContract

extension DataDraw {
  /// A few special values in an otherwise ordinary case, so that most of it stays judgeable.
  mutating func addSpecials(mask: [Bool]?) {
    let specials = random.stream(9)
    switch regime {
    case .signedZero: scatter(specials, every: 3) { $0 % 2 == 0 ? 0 : -0.0 }
    case .subnormal: scatter(specials, every: 4, Self.subnormal)
    case .huge:
      poke(specials) { word in
        let value = Scalar.greatestFiniteMagnitude / Scalar(1 << (word % 60))
        return word & 1 << 40 == 0 ? value : -value
      }
    case .infinity: poke(specials) { $0 & 1 << 40 == 0 ? .infinity : -.infinity }
    case .nan:
      poke(specials) { _ in .nan }
      pokeCounted(specials, mask)
    case .nanAtMaskedSteps:
      guard let mask else { return }
      for place in mask.indices where !mask[place] {
        for feature in 0..<shape.inputSize {
          let word = specials.word(place, feature)
          input[place * shape.inputSize + feature] =
            word % 4 == 0 ? .infinity : word % 4 == 1 ? -.infinity : .nan
        }
      }
    default: break
    }
  }

  /// A NaN in the input at a step that counts, in five cases of six.
  private mutating func pokeCounted(_ specials: CounterRandom, _ mask: [Bool]?) {
    let places = input.indices.filter { mask?[$0 / shape.inputSize] ?? true }
    guard !places.isEmpty, specials.below(6, at: -2) > 0 else { return }
    input[places[specials.below(places.count, at: -3)]] = .nan
  }

  /// A subnormal number of either sign.
  static func subnormal(_ word: UInt64) -> Scalar {
    let value = Scalar.leastNonzeroMagnitude * Scalar(1 + word % 1_000_003)
    return word & 1 << 40 == 0 ? value : -value
  }

  private mutating func scatter(
    _ specials: CounterRandom, every stride: Int, _ value: (UInt64) -> Scalar
  ) {
    func apply(_ array: inout [Scalar], _ name: Int) {
      for place in array.indices where specials.below(stride, at: name, place) == 0 {
        array[place] = value(specials.word(name, place, 1))
      }
    }
    apply(&input, 0)
    if plan.hasInitialH { apply(&initialH, 1) }
    if plan.hasInitialC { apply(&initialC, 2) }
    apply(&inputKernel, 3)
    apply(&hiddenKernel, 4)
    if var values = bias {
      apply(&values, 5)
      bias = values
    }
  }

  private mutating func poke(_ specials: CounterRandom, _ value: (UInt64) -> Scalar) {
    func apply(_ array: inout [Scalar], _ number: Int) {
      guard !array.isEmpty else { return }
      array[specials.below(array.count, at: number, 1)] = value(specials.word(number, 2))
    }
    for number in 0...specials.below(3, at: -1) {
      switch specials.below(20, at: number) {
      case 8..<12 where plan.hasInitialH: apply(&initialH, number)
      case 12..<16 where plan.hasInitialC: apply(&initialC, number)
      case 16..<18: apply(&inputKernel, number)
      case 18: apply(&hiddenKernel, number)
      case 19 where plan.hasBias:
        if var values = bias {
          apply(&values, number)
          bias = values
        }
      default: apply(&input, number)
      }
    }
  }
}
