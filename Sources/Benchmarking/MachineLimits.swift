internal import CLSTMKernels
internal import Foundation
public import LSTMContract

/// What one core of this machine can do at best: the rates that a backend's speed is compared with.
///
/// They are maxima over many short samples, so that what else runs on the machine takes nothing from them.
public struct MachineLimits: Sendable, Codable {
  /// 10^9 operations a second of independent multiply-adds in the widest vectors, two for each: what a matrix product
  /// could reach if nothing but arithmetic cost time.
  public private(set) var arithmetic = 0.0
  /// 10^9 bytes a second, read from one end to the other, by the place where the data lie; nearest first.
  public private(set) var reading: [Reading]

  /// The rate at which data of one size are read.
  public struct Reading: Sendable, Codable {
    /// `L1`, `L2`, `L3` or `memory`.
    public let place: String
    /// Bytes that this place holds; `Int.max` for memory.
    public let capacity: Int
    /// Bytes that were read again and again.
    public let workingSet: Int
    /// 10^9 bytes a second.
    public internal(set) var rate = 0.0
  }

  private let kernels: KernelTable
  private let data: ReadableData

  /// No rate yet: all are 0 until `sample` is called.
  public init(for scalar: ScalarKind) {
    kernels = KernelTable(scalar)
    var capacities = Self.cacheCapacities
    if capacities.isEmpty { capacities = [32 << 10, 512 << 10, 8 << 20] }
    reading = capacities.enumerated().map { level, capacity in
      Reading(place: "L\(level + 1)", capacity: capacity, workingSet: capacity / 2)
    }
    reading.append(Reading(place: "memory", capacity: .max, workingSet: 4 * (capacities.last ?? 0)))
    data = ReadableData(byteCount: reading.map(\.workingSet).max() ?? 0)
  }

  private enum CodingKeys: String, CodingKey { case arithmetic, reading }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(for: .float)
    arithmetic = try values.decode(Double.self, forKey: .arithmetic)
    reading = try values.decode([Reading].self, forKey: .reading)
  }

  /// Measures each rate once more, for a few milliseconds in all, and keeps the larger.
  public mutating func sample() {
    for _ in 0..<10 {
      var operations = 0.0
      let seconds = duration { operations = kernels.functions?.arithmetic(20_000) ?? 0 }
      arithmetic = max(arithmetic, operations / seconds * 1e-9)
    }
    for index in reading.indices {
      let bytes = reading[index].workingSet
      let passes = max(1, (2 << 20) / bytes)
      // What ran before has taken the caches; the first pass fills them again.
      for sample in 0..<5 {
        let seconds = duration { for _ in 0..<passes { kernels.functions?.read(bytes, data.start) } }
        guard sample > 0 else { continue }
        reading[index].rate = max(reading[index].rate, Double(passes * bytes) / seconds * 1e-9)
      }
    }
  }

  /// The fastest rate at which data of this size can be read over and over: that of the first place that holds them.
  public func readingRate(ofBytes bytes: Int) -> Double {
    reading.first { bytes <= $0.capacity }?.rate ?? 0
  }

  /// The sizes of the data caches of the first core, first level first; empty where the system does not tell.
  private static var cacheCapacities: [Int] {
    (0..<8).compactMap { index in
      func property(_ name: String) -> String? {
        let path = "/sys/devices/system/cpu/cpu0/cache/index\(index)/\(name)"
        return (try? String(contentsOfFile: path, encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines)
      }
      guard let type = property("type"), type != "Instruction", let size = property("size"), size.hasSuffix("K") else {
        return nil
      }
      return Int(size.dropLast()).map { $0 << 10 }
    }
  }
}

/// The kernels of the widest instruction set that this processor runs.
private struct KernelTable: @unchecked Sendable {
  let functions: clstm_kernels?

  init(_ scalar: ScalarKind) {
    let widest = [clstm_isa_avx512, clstm_isa_avx2, clstm_isa_baseline].first { clstm_supported($0) }
    functions = widest.flatMap {
      clstm_kernels_for($0, scalar == .float ? clstm_scalar_float : clstm_scalar_double)?.pointee
    }
  }
}

/// Memory that is only read.
private final class ReadableData: @unchecked Sendable {
  let start: UnsafeRawPointer
  private let memory: UnsafeMutableRawPointer

  init(byteCount: Int) {
    memory = .allocate(byteCount: byteCount, alignment: Int(clstm_large_page))
    clstm_prefer_large_pages(memory, byteCount)
    memory.initializeMemory(as: UInt8.self, repeating: 1, count: byteCount)
    start = UnsafeRawPointer(memory)
  }

  deinit { memory.deallocate() }
}

/// Seconds that `body` takes.
func duration(of body: () throws -> Void) rethrows -> Double {
  let time = try ContinuousClock().measure(body).components
  return Double(time.seconds) + Double(time.attoseconds) * 1e-18
}
