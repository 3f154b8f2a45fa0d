import LSTMVerify
import MyNetwork
import Testing

@Test func myLSTMIsRight() throws { try verify(MyLSTM(), cases: 200) }
