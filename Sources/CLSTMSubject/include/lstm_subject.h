/// The interface of an LSTM in a shared library that lstm-verify puts on trial:
///
///     lstm-verify --fuzz 1000 --subject ./libmine.so
///
/// A library defines one number and one function:
///
///     const uint32_t lstm_subject_abi = LSTM_SUBJECT_ABI;
///     int32_t lstm_subject_run(const lstm_subject_problem *problem, lstm_subject_answer *answer) { ... }
///
/// and may define `lstm_subject_identity`, to say its name and what it does not support. Docs/subjects.md has the
/// details; Docs/equations.md says what the answer must be.
#ifndef LSTM_SUBJECT_H
#define LSTM_SUBJECT_H

#include <stdint.h>

/// The version of this interface.
#define LSTM_SUBJECT_ABI 1u

/// The room for a text in an answer, its zero byte included.
#define LSTM_SUBJECT_TEXT 256

#ifdef __cplusplus
extern "C" {
#endif

/// The type of every floating-point array of a problem and its answer.
enum { LSTM_SUBJECT_FLOAT = 0, LSTM_SUBJECT_DOUBLE = 1 };

/// An activation function.
enum {
  LSTM_SUBJECT_TANH = 0,
  LSTM_SUBJECT_SIGMOID = 1,
  /// clip(0.2 x + 0.5, 0, 1)
  LSTM_SUBJECT_HARD_SIGMOID_FIFTH = 2,
  /// clip(x / 6 + 0.5, 0, 1)
  LSTM_SUBJECT_HARD_SIGMOID_SIXTH = 3,
  LSTM_SUBJECT_RELU = 4,
  LSTM_SUBJECT_IDENTITY = 5,
};

/// What `lstm_subject_run` returns.
enum {
  /// The four arrays of the answer are written.
  LSTM_SUBJECT_ANSWERED = 0,
  /// The library does not support this problem; `text` says why.
  LSTM_SUBJECT_REFUSED = 1,
  /// Something went wrong; `text` says what.
  LSTM_SUBJECT_FAILED = 2,
};

/// What is asked. Every array is dense, row-major, read-only, and aligned to its element only.
typedef struct lstm_subject_problem {
  /// LSTM_SUBJECT_FLOAT or LSTM_SUBJECT_DOUBLE.
  int32_t scalar;
  /// Nonzero: input, outputs and mask are [T, B, ...]; otherwise [B, T, ...].
  int32_t time_major;
  /// Nonzero: processed from the last step to the first, with the mask (E8).
  int32_t go_backwards;
  /// Nonzero: outputs[t(s)] = y_s; otherwise outputs[s] = y_s (E11).
  int32_t aligned;
  /// Nonzero: the output of a masked step is 0 instead of the previous output (E10).
  int32_t zero_output_for_mask;
  /// Of the candidate (E4) and the cell state (E7).
  int32_t tanh_activation;
  /// Of the gates i, f and o (E2, E3, E5).
  int32_t sigmoid_activation;
  int32_t reserved;
  /// T, which may be 0.
  int64_t time_steps;
  /// B, which may be 0.
  int64_t batch;
  /// I.
  int64_t input_size;
  /// H.
  int64_t units;
  /// [T, B, I] or [B, T, I].
  const void *input;
  /// [B, H].
  const void *initial_h;
  /// [B, H].
  const void *initial_c;
  /// [I, 4H], gates packed i, f, j, o.
  const void *input_kernel;
  /// [H, 4H], gates packed i, f, j, o.
  const void *hidden_kernel;
  /// [4H], or NULL.
  const void *bias;
  /// [T, B] or [B, T], a byte each, 1 where the step counts; or NULL, where every step counts.
  const uint8_t *mask;
} lstm_subject_problem;

/// What is answered. Every array holds NaN before the call and ends where no memory follows. All four pointers are valid
/// whatever the library omits (`omits` in its identity); what is written to an omitted array is not looked at.
typedef struct lstm_subject_answer {
  /// [B, H] (E12).
  void *last_output;
  /// [T, B, H] or [B, T, H] (E11).
  void *outputs;
  /// [B, H]: the final h (E13).
  void *state_0;
  /// [B, H]: the final c (E13).
  void *state_1;
  /// Of an answer, the code path that ran; of a refusal or a failure, the reason. UTF-8, ended by a zero byte.
  char text[LSTM_SUBJECT_TEXT];
} lstm_subject_answer;

/// LSTM_SUBJECT_ABI as the library was compiled with it.
extern const uint32_t lstm_subject_abi;

/// Optional: lines of `key=value`, the keys of a program's first frame (Docs/subjects.md) such as name, version,
/// scalars, refuses, omits and activation_units. With `concurrent_calls=true`, `lstm_subject_run` is also called from four
/// threads at the same time.
extern const char lstm_subject_identity[];

/// Answers a problem.
int32_t lstm_subject_run(const lstm_subject_problem *problem, lstm_subject_answer *answer);

/// Optional, for `lstm-verify bench`: makes a layer ready for many calls with this problem, which is gone after the
/// call; NULL where the library does not support it. It is never given back.
void *lstm_subject_prepare(const lstm_subject_problem *problem);

/// Optional, with `lstm_subject_prepare`: one call of a prepared layer, whose answer stays in the library. Returns
/// LSTM_SUBJECT_ANSWERED or LSTM_SUBJECT_FAILED.
int32_t lstm_subject_call(void *prepared);

/// Optional, with `lstm_subject_call`: the answer of the last call of a prepared layer, in arrays of the sizes of the
/// problem that it was prepared with. `lstm-verify bench` judges it before and after it times the calls. Returns what
/// `lstm_subject_run` returns.
int32_t lstm_subject_read(void *prepared, lstm_subject_answer *answer);

#ifdef __cplusplus
}
#endif

#endif
