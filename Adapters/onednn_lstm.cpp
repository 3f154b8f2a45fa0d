// oneDNN's lstm_forward as a subject of lstm-verify, through lstm_subject.h. `scripts/adapters onednn` builds it.
//
// Its gates are i, f, c~, o, which is i, f, j, o, and its plain layouts are those of a case: nothing is repacked.
#include "lstm_subject.h"

#include <oneapi/dnnl/dnnl.hpp>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <exception>
#include <unordered_map>
#include <vector>

#define TEXT_OF(value) #value
#define TEXT(value) TEXT_OF(value)

extern "C" const uint32_t lstm_subject_abi = LSTM_SUBJECT_ABI;
extern "C" const char lstm_subject_identity[] = "name=onednn\nversion=" TEXT(DNNL_VERSION_MAJOR) "." TEXT(
    DNNL_VERSION_MINOR) "." TEXT(DNNL_VERSION_PATCH) "\nscalars=float\nrefuses=mask,no_bias\nconventions=gates "
                                                     "i,f,c~,o; kernels [I,4H] and [H,4H]; one bias";

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

// The primitive for a problem, with its weights in the layout that it asks for.
struct Layer {
  dnnl::engine engine{dnnl::engine::kind::cpu, 0};
  dnnl::stream stream{engine};
  dnnl::lstm_forward::primitive_desc description;
  dnnl::lstm_forward primitive;
  std::vector<float> x, y;
  std::unordered_map<int, memory> arguments;

  // Of the problem, whose arrays are gone when a prepared layer is called.
  lstm_subject_problem asked;

  explicit Layer(const lstm_subject_problem &p) : asked(p) {
    const memory::dim T = p.time_steps, B = p.batch, I = p.input_size, H = p.units;
    auto described = [](const memory::dims &dims, tag layout) {
      return memory::desc(dims, memory::data_type::f32, layout);
    };
    const auto layer_in = described({T, B, I}, tag::tnc), layer_out = described({T, B, H}, tag::tnc);
    const auto state = described({1, 1, B, H}, tag::ldnc), bias = described({1, 1, 4, H}, tag::ldgo);
    const auto kernel = described({1, 1, I, 4, H}, tag::ldigo), hidden_kernel = described({1, 1, H, 4, H}, tag::ldigo);
    const auto direction = p.go_backwards ? dnnl::rnn_direction::unidirectional_right2left
                                          : dnnl::rnn_direction::unidirectional_left2right;
    const auto kind = dnnl::prop_kind::forward_inference;
    // The primitive may ask for weights in a layout of its own.
    const auto any_kernel = described({1, 1, I, 4, H}, tag::any), any_hidden = described({1, 1, H, 4, H}, tag::any);
#if DNNL_VERSION_MAJOR >= 3
    description = dnnl::lstm_forward::primitive_desc(
        engine, kind, direction, layer_in, state, state, any_kernel, any_hidden, bias, layer_out, state, state);
#else
    const dnnl::lstm_forward::desc operation(
        kind, direction, layer_in, state, state, any_kernel, any_hidden, bias, layer_out, state, state);
    description = dnnl::lstm_forward::primitive_desc(operation, engine);
#endif
    primitive = dnnl::lstm_forward(description);
    x.resize(T * B * I);
    y.resize(T * B * H);
    const auto *input = static_cast<const float *>(p.input);
    if (p.time_major)
      std::copy_n(input, x.size(), x.data());
    else
      swap_axes(input, x.data(), B, T, I);
    // Copies: a prepared layer outlives the arrays of its problem.
    auto copied = [&](const memory::desc &desc, const void *data) {
      memory copy(desc, engine);
      std::memcpy(copy.get_data_handle(), data, desc.get_size());
      return copy;
    };
    auto reordered = [&](const memory::desc &from, const void *data, const memory::desc &to) {
      memory source = copied(from, data);
      if (from == to) return source;
      memory target(to, engine);
      dnnl::reorder(source, target).execute(stream, source, target);
      stream.wait();
      return target;
    };
    arguments = {
        {DNNL_ARG_SRC_LAYER, memory(layer_in, engine, x.data())},
        {DNNL_ARG_SRC_ITER, copied(state, p.initial_h)},
        {DNNL_ARG_SRC_ITER_C, copied(state, p.initial_c)},
        {DNNL_ARG_WEIGHTS_LAYER, reordered(kernel, p.input_kernel, description.weights_layer_desc())},
        {DNNL_ARG_WEIGHTS_ITER, reordered(hidden_kernel, p.hidden_kernel, description.weights_iter_desc())},
        {DNNL_ARG_BIAS, copied(bias, p.bias)},
        {DNNL_ARG_DST_LAYER, memory(layer_out, engine, y.data())},
        {DNNL_ARG_DST_ITER, memory(state, engine)},
        {DNNL_ARG_DST_ITER_C, memory(state, engine)}};
  }

  void call() {
    primitive.execute(stream, arguments);
    stream.wait();
  }
};

// The answer of the last call.
int32_t read(Layer &layer, lstm_subject_answer &a) {
  const lstm_subject_problem &p = layer.asked;
  const int64_t T = p.time_steps, B = p.batch, H = p.units;
  std::memcpy(a.state_0, layer.arguments[DNNL_ARG_DST_ITER].get_data_handle(), sizeof(float) * B * H);
  std::memcpy(a.state_1, layer.arguments[DNNL_ARG_DST_ITER_C].get_data_handle(), sizeof(float) * B * H);
  std::vector<float> y = layer.y;
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
  std::snprintf(a.text, sizeof a.text, "%s", layer.description.impl_info_str());
  return LSTM_SUBJECT_ANSWERED;
}

} // namespace

extern "C" int32_t lstm_subject_run(const lstm_subject_problem *problem, lstm_subject_answer *answer) {
  if (problem->tanh_activation != LSTM_SUBJECT_TANH || problem->sigmoid_activation != LSTM_SUBJECT_SIGMOID)
    return refused(*answer, "only tanh and sigmoid, in their places");
  if (problem->time_steps == 0 || problem->batch == 0)
    return refused(*answer, "oneDNN's documentation gives no meaning to an empty sequence or batch");
  try {
    Layer layer(*problem);
    layer.call();
    return read(layer, *answer);
  } catch (const std::exception &error) {
    std::snprintf(answer->text, sizeof answer->text, "%s", error.what());
    return LSTM_SUBJECT_FAILED;
  }
}

extern "C" void *lstm_subject_prepare(const lstm_subject_problem *problem) {
  if (problem->scalar != LSTM_SUBJECT_FLOAT || problem->mask || !problem->bias || problem->time_steps == 0)
    return nullptr;
  try {
    return new Layer(*problem);
  } catch (const std::exception &) {
    return nullptr;
  }
}

extern "C" int32_t lstm_subject_call(void *prepared) {
  try {
    static_cast<Layer *>(prepared)->call();
    return LSTM_SUBJECT_ANSWERED;
  } catch (const std::exception &) {
    return LSTM_SUBJECT_FAILED;
  }
}

extern "C" int32_t lstm_subject_read(void *prepared, lstm_subject_answer *answer) {
  return read(*static_cast<Layer *>(prepared), *answer);
}
