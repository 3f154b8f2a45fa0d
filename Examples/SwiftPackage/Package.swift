// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "my-network",
  dependencies: [
    .package(url: "https://github.com/lstm-verify/lstm-verify", from: "0.1.0")
  ],
  targets: [
    .target(name: "MyNetwork", dependencies: [.product(name: "LSTMVerify", package: "lstm-verify")]),
    .testTarget(
      name: "MyNetworkTests",
      dependencies: ["MyNetwork", .product(name: "LSTMVerify", package: "lstm-verify")]),
  ]
)
