/// How a step carries the coefficients of c or of h: factors for each unit, the sums of the absolute results, and the size of
/// the error that is new.
struct LinearStep {
  let units: Int
  /// The factor of the coefficient of c.
  var carried: [Double]
  /// The factors of the images in up to three gates.
  var first: [Double]
  var second: [Double]
  var third: [Double]
  /// The new error of each unit.
  var new: [Double]
  /// Row sums of the absolute coefficients, without the new error.
  var sums: [Double]

  init(units: Int) {
    self.units = units
    let zeros = [Double](repeating: 0, count: units)
    (carried, first, second, third, new, sums) = (zeros, zeros, zeros, zeros, zeros, zeros)
  }

  /// The row sums with the new error.
  var totals: [Double] { zip(sums, new).map { $0 + $1 } }

  /// c := carried · c + first · image + second · image + third · image, of three gates.
  mutating func apply(
    to c: UnsafeMutablePointer<Double>, _ count: Int, images: (values: UnsafeMutablePointer<Double>, Int, Int, Int)
  ) {
    let units = units
    withPointers { carried, first, second, third, sums in
      for symbol in 0..<count {
        let (row, image) = (c + symbol * units, images.values + symbol * 4 * units)
        let (a, b, d) = (image + images.1 * units, image + images.2 * units, image + images.3 * units)
        for unit in 0..<units {
          let value =
            carried[unit] * row[unit] + first[unit] * a[unit] + second[unit] * b[unit] + third[unit] * d[unit]
          row[unit] = value
          sums[unit] += abs(value)
        }
      }
    }
  }

  /// h := carried · c + first · image of one gate.
  mutating func apply(
    to h: UnsafeMutablePointer<Double>, from c: UnsafeMutablePointer<Double>, _ count: Int,
    images: (values: UnsafeMutablePointer<Double>, Int)
  ) {
    let units = units
    withPointers { carried, first, _, _, sums in
      for symbol in 0..<count {
        let (row, from) = (h + symbol * units, c + symbol * units)
        let a = images.values + symbol * 4 * units + images.1 * units
        for unit in 0..<units {
          let value = carried[unit] * from[unit] + first[unit] * a[unit]
          row[unit] = value
          sums[unit] += abs(value)
        }
      }
    }
  }

  private typealias Numbers = UnsafePointer<Double>

  /// The factors and the row sums without the checks of an array, which would cost more than the products.
  private mutating func withPointers(
    _ body: (Numbers, Numbers, Numbers, Numbers, UnsafeMutablePointer<Double>) -> Void
  ) {
    sums.withUnsafeMutableBufferPointer { sums in
      carried.withUnsafeBufferPointer { carried in
        first.withUnsafeBufferPointer { first in
          second.withUnsafeBufferPointer { second in
            third.withUnsafeBufferPointer { third in
              guard let sums = sums.baseAddress, let carried = carried.baseAddress, let first = first.baseAddress,
                let second = second.baseAddress, let third = third.baseAddress
              else { return }
              body(carried, first, second, third, sums)
            }
          }
        }
      }
    }
  }
}
