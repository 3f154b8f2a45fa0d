// An LSTM in C++ with a deliberate fault, for lstm-verify to find and to name:
//
//     c++ -O2 -shared -fPIC -I Sources/CLSTMSubject/include -o libfaulty.so Examples/CSubject/faulty.cpp
//     scripts/lstm-verify diagnose --subject ./libfaulty.so --scalar double
#include "lstm_subject.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

const uint32_t lstm_subject_abi = LSTM_SUBJECT_ABI;
const char lstm_subject_identity[] = "name=faulty-cpp-lstm\nrefuses=mask,time_major,go_backwards";

namespace {

template <typename Scalar> Scalar sigmoid(Scalar x) { return 1 / (1 + std::exp(-x)); }

template <typename Scalar> void run(const lstm_subject_problem &p, lstm_subject_answer &a) {
  const auto *x = static_cast<const Scalar *>(p.input), *bias = static_cast<const Scalar *>(p.bias);
  const auto *K = static_cast<const Scalar *>(p.input_kernel), *R = static_cast<const Scalar *>(p.hidden_kernel);
  const auto *h0 = static_cast<const Scalar *>(p.initial_h), *c0 = static_cast<const Scalar *>(p.initial_c);
  auto *y = static_cast<Scalar *>(a.last_output), *outputs = static_cast<Scalar *>(a.outputs);
  auto *h = static_cast<Scalar *>(a.state_0), *c = static_cast<Scalar *>(a.state_1);
  const auto T = p.time_steps, I = p.input_size, H = p.units;
  std::copy(h0, h0 + p.batch * H, h);
  std::copy(c0, c0 + p.batch * H, c);
  std::fill(y, y + p.batch * H, Scalar(0));
  std::vector<Scalar> z(4 * H);
  for (int64_t b = 0; b < p.batch; b++, h += H, c += H, y += H) {
    for (int64_t t = 0; t < T; t++, x += I, outputs += H) {
      for (int64_t n = 0; n < 4 * H; n++) {
        z[n] = bias ? bias[n] : 0;
        for (int64_t k = 0; k < I; k++) z[n] += x[k] * K[k * 4 * H + n];
        for (int64_t k = 0; k < H; k++) z[n] += h[k] * R[k * 4 * H + n];
      }
      for (int64_t n = 0; n < H; n++) {
        // The fault: the kernels are packed i, f, j, o, and this reads i, f, o, j.
        c[n] = sigmoid(z[H + n]) * c[n] + sigmoid(z[n]) * std::tanh(z[3 * H + n]);
        h[n] = y[n] = sigmoid(z[2 * H + n]) * std::tanh(c[n]);
      }
      std::copy(y, y + H, outputs);
    }
  }
}

} // namespace

int32_t lstm_subject_run(const lstm_subject_problem *p, lstm_subject_answer *a) {
  if (p->tanh_activation != LSTM_SUBJECT_TANH || p->sigmoid_activation != LSTM_SUBJECT_SIGMOID) {
    std::snprintf(a->text, sizeof a->text, "only tanh and sigmoid, in their places");
    return LSTM_SUBJECT_REFUSED;
  }
  p->scalar == LSTM_SUBJECT_FLOAT ? run<float>(*p, *a) : run<double>(*p, *a);
  std::snprintf(a->text, sizeof a->text, "plain C++");
  return LSTM_SUBJECT_ANSWERED;
}
