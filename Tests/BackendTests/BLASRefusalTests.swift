import BLASBackend
import LSTMContract
import Testing

@Suite struct BLASRefusalTests {
  @Test func `dimensions beyond 32 bits are refused, with the dimension and its size`() throws {
    let blas = BLASBackend<Float>()
    let many = try LSTMShape(timeSteps: 1 << 16, batch: 1 << 15, inputSize: 1, units: 1)
    #expect(blas.refusal(of: many, layout: .timeMajor)?.reason.contains("T*B = 2147483648") == true)
    let long = try LSTMShape(timeSteps: 1 << 29, batch: 2, inputSize: 1, units: 1)
    #expect(blas.refusal(of: long, layout: .batchMajor)?.reason.contains("T*4*H = 2147483648") == true)
  }

  @Test func `the largest dimensions that fit are not refused`() throws {
    let blas = BLASBackend<Double>()
    let long = try LSTMShape(timeSteps: 1 << 29, batch: 2, inputSize: 1, units: 1)
    #expect(blas.refusal(of: long, layout: .timeMajor) == nil)
    let shorter = try LSTMShape(timeSteps: (1 << 29) - 1, batch: 4, inputSize: 1, units: 1)
    #expect(blas.refusal(of: shorter, layout: .batchMajor) == nil)
  }

  @Test func `a long axis of an empty problem is answered, for nothing is multiplied`() throws {
    let problem = try DrawnProblem(timeSteps: 1 << 33, batch: 0).problem()
    #expect(BLASBackend<Double>().refusal(of: problem) == nil)
    #expect(try BLASBackend<Double>().answer(problem).outputs.isEmpty)
  }

  @Test func `the runtime names the library, its version and the processor's kernels`() throws {
    let runtime = try BLASBackend<Float>().answer(DrawnProblem().problem().converted()).runtime
    let parts = runtime.split(separator: " ")
    #expect(parts.count == 3)
    #expect(parts.first == "blas/OpenBLAS")
  }
}
