import LSTMVerify
import MyNetwork
import XCTest

final class MyLSTMXCTests: XCTestCase {
  func testMyLSTMIsRight() throws { try verify(MyLSTM(), cases: 200) }
}
