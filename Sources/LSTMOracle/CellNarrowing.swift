internal import LSTMContract
internal import RealModule

extension RadiusModel {
  /// R22: the interval of c, narrowed by the subject's own h; nil where no c in the interval explains that h.
  ///
  /// Only for a tanh on the cell state. `o` is the output gate with its radius.
  @inline(__always) func narrowed<Wide: WideReal>(
    _ c: Ranged<Wide>, byObserved h: Wide, outputGate o: Ranged<Wide>
  ) -> Ranged<Wide>? {
    let gateRadius = Wide(o.radius)
    let least = o.value - gateRadius
    // Without this guard a closed output gate would accuse legal runs.
    guard least > 0 else { return c }
    let stored = model.storageRoundoffH
    let rounding = Wide(u + stored + u * stored) * abs(h) + Wide(2 * underflow)
    // 8 u_r for the class and as much again for the arithmetic of this function.
    let slack = Wide(model.tanh.absolute + underflow + 16 * Wide.unitRoundoff)
    let (less, more) = (1 - Wide(model.tanh.relative), 1 + Wide(model.tanh.relative))
    let low = ((abs(h) - rounding) / (o.value + gateRadius) - slack) / more
    let high = ((abs(h) + rounding) / least + slack) / less
    let relative = Wide(16 * Wide.unitRoundoff)
    let upper = high < 1 ? Wide.atanh(high) * (1 + relative) : Wide.infinity
    var (from, to) = (-upper, upper)
    if low > 0 {
      guard low < 1 else { return nil }
      let nearest = Wide.atanh(low) * (1 - relative)
      (from, to) = h.sign == .plus ? (nearest, upper) : (-upper, -nearest)
    }
    if model.storageRoundoffC > 0 {
      // c is stored coarser than the value that h came from.
      if from.isFinite { from -= Wide(model.storageRoundoffC) * abs(from) + Wide(underflow) }
      if to.isFinite { to += Wide(model.storageRoundoffC) * abs(to) + Wide(underflow) }
    }
    let (oldFrom, oldTo) = (c.value - Wide(c.radius), c.value + Wide(c.radius))
    (from, to) = (max(from, oldFrom), min(to, oldTo))
    guard from <= to else { return nil }
    guard from > oldFrom || to < oldTo else { return c }
    let centre = from + (to - from) / 2
    let radius = Double((to - from) / 2) * Self.inflation + 4 * Wide.unitRoundoff * abs(Double(centre))
    return radius < c.radius ? Ranged(value: centre, radius: radius) : c
  }
}
