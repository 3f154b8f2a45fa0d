// oneDNN's lstm_forward as a subject of lstm-verify, through lstm_subject.h. `scripts/adapters onednn` builds it.
//
// Its gates are i, f, c~, o, which is i, f, j, o, and its plain layouts are those of a case: nothing is repacked.
#include "lstm_subject.h"

#include <oneapi/dnnl/dnnl.hpp>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <exception>
#include <string>
#include <vector>

#define TEXT_OF(value) #value
#define TEXT(value) TEXT_OF(value)

extern "C" const uint32_t lstm_subject_abi = LSTM_SUBJECT_ABI;
extern "C" const char lstm_subject_identity[] =
    "name=onednn\nversion=" TEXT(DNNL_VERSION_MAJOR) "." TEXT(DNNL_VERSION_MINOR) "." TEXT(DNNL_VERSION_PATCH)
    "\nscalars=float\nrefuses=mask,no_bias\nconventions=gates i,f,c~,o; kernels [I,4H] and [H,4H]; one bias";

namespace {

using dnnl::memory;
using tag = memory::format_tag;

int32_t refused(lstm_subject_answer &answer, const char *reason) {
  std::snprintf(answer.text, sizeof answer.text, "%s", reason);
  return LSTM_SUBJECT_REFUSED;
}

// [B, T, n] to [T, B, n] and back.
void swap_axes(const float *from, float *to, int64_t outer, int64_t inner, int64_t n) {
  for (int64_t a = 0; a < outer; a++)
    for (int64_t b = 0; b < inner; b++) std::copy_n(from + (a * inner + b) * n, n, to + (b * outer + a) * n);
}

int32_t run(const lstm_subject_problem &p, lstm_subject_answer &a) {
  const memory::dim T = p.time_steps, B = p.batch, I = p.input_size, H = p.units;
  dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  dnnl::stream stream(engine);
  auto described = [](const memory::dims &dims, tag layout) {
    return memory::desc(dims, memory::data_type::f32, layout);
  };
  const auto layer_in = described({T, B, I}, tag::tnc), layer_out = described({T, B, H}, tag::tnc);
  const auto state = described({1, 1, B, H}, tag::ldnc), bias = described({1, 1, 4, H}, tag::ldgo);
  const auto kernel = described({1, 1, I, 4, H}, tag::ldigo), hidden_kernel = described({1, 1, H, 4, H}, tag::ldigo);
  const auto direction =
      p.go_backwards ? dnnl::rnn_direction::unidirectional_right2left : dnnl::rnn_direction::unidirectional_left2right;
  const auto kind = dnnl::prop_kind::forward_inference;
  // The primitive may ask for weights in a layout of its own.
  const auto any_kernel = described({1, 1, I, 4, H}, tag::any), any_hidden = described({1, 1, H, 4, H}, tag::any);
#if DNNL_VERSION_MAJOR >= 3
  const dnnl::lstm_forward::primitive_desc primitive(engine, kind, direction, layer_in, state, state, any_kernel,
                                                     any_hidden, bias, layer_out, state, state);
#else
  const dnnl::lstm_forward::desc operation(kind, direction, layer_in, state, state, any_kernel, any_hidden, bias,
                                           layer_out, state, state);
  const dnnl::lstm_forward::primitive_desc primitive(operation, engine);
#endif
  std::vector<float> x(T * B * I), y(T * B * H);
  const auto *input = static_cast<const float *>(p.input);
  if (p.time_major)
    std::copy_n(input, x.size(), x.data());
  else
    swap_axes(input, x.data(), B, T, I);
  auto plain = [&](const memory::desc &desc, const void *data) {
    return memory(desc, engine, const_cast<void *>(data));
  };
  auto reordered = [&](const memory::desc &from, const void *data, const memory::desc &to) {
    memory source = plain(from, data);
    if (from == to) return source;
    memory target(to, engine);
    dnnl::reorder(source, target).execute(stream, source, target);
    return target;
  };
  memory h0 = plain(state, p.initial_h), c0 = plain(state, p.initial_c);
  memory K = reordered(kernel, p.input_kernel, primitive.weights_layer_desc());
  memory R = reordered(hidden_kernel, p.hidden_kernel, primitive.weights_iter_desc());
  dnnl::lstm_forward(primitive)
      .execute(stream, {{DNNL_ARG_SRC_LAYER, plain(layer_in, x.data())},
                        {DNNL_ARG_SRC_ITER, h0},
                        {DNNL_ARG_SRC_ITER_C, c0},
                        {DNNL_ARG_WEIGHTS_LAYER, K},
                        {DNNL_ARG_WEIGHTS_ITER, R},
                        {DNNL_ARG_BIAS, plain(bias, p.bias)},
                        {DNNL_ARG_DST_LAYER, plain(layer_out, y.data())},
                        {DNNL_ARG_DST_ITER, plain(state, a.state_0)},
                        {DNNL_ARG_DST_ITER_C, plain(state, a.state_1)}});
  stream.wait();
  // Its outputs stand beside their inputs; the processing order is their reverse.
  auto *last = static_cast<float *>(a.last_output);
  std::copy_n(y.data() + (p.go_backwards ? 0 : T - 1) * B * H, B * H, last);
  if (p.go_backwards && !p.aligned)
    for (int64_t t = 0; t < T / 2; t++) std::swap_ranges(&y[t * B * H], &y[t * B * H] + B * H, &y[(T - 1 - t) * B * H]);
  auto *outputs = static_cast<float *>(a.outputs);
  if (p.time_major)
    std::copy_n(y.data(), y.size(), outputs);
  else
    swap_axes(y.data(), outputs, T, B, H);
  std::snprintf(a.text, sizeof a.text, "%s", primitive.impl_info_str());
  return LSTM_SUBJECT_ANSWERED;
}

} // namespace

extern "C" int32_t lstm_subject_run(const lstm_subject_problem *problem, lstm_subject_answer *answer) {
  if (problem->tanh_activation != LSTM_SUBJECT_TANH || problem->sigmoid_activation != LSTM_SUBJECT_SIGMOID)
    return refused(*answer, "only tanh and sigmoid, in their places");
  if (problem->time_steps == 0 || problem->batch == 0)
    return refused(*answer, "oneDNN's documentation gives no meaning to an empty sequence or batch");
  try {
    return run(*problem, *answer);
  } catch (const std::exception &error) {
    std::snprintf(answer->text, sizeof answer->text, "%s", error.what());
    return LSTM_SUBJECT_FAILED;
  }
}
