// A correct LSTM in C, put on trial by lstm-verify:
//
//     cc -O2 -shared -fPIC -I Sources/CLSTMSubject/include -o liblstm.so Examples/CSubject/lstm.c -lm
//     scripts/lstm-verify --fuzz 1000 --subject ./liblstm.so
#include "lstm_subject.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const uint32_t lstm_subject_abi = LSTM_SUBJECT_ABI;
const char lstm_subject_identity[] = "name=c-lstm\nversion=1\nscalars=float\nrefuses=no_bias";

static float sigmoid(float x) { return 1 / (1 + expf(-x)); }

int32_t lstm_subject_run(const lstm_subject_problem *p, lstm_subject_answer *a) {
  if (p->tanh_activation != LSTM_SUBJECT_TANH || p->sigmoid_activation != LSTM_SUBJECT_SIGMOID) {
    snprintf(a->text, sizeof a->text, "only tanh and sigmoid, in their places");
    return LSTM_SUBJECT_REFUSED;
  }
  const int64_t T = p->time_steps, B = p->batch, I = p->input_size, H = p->units;
  const float *x = p->input, *K = p->input_kernel, *R = p->hidden_kernel, *bias = p->bias;
  float *h = a->state_0, *c = a->state_1, *y = a->last_output, *outputs = a->outputs;
  float *z = malloc(sizeof(float) * 4 * H);
  if (!z) {
    snprintf(a->text, sizeof a->text, "no memory");
    return LSTM_SUBJECT_FAILED;
  }
  memcpy(h, p->initial_h, sizeof(float) * B * H);
  memcpy(c, p->initial_c, sizeof(float) * B * H);
  memset(y, 0, sizeof(float) * B * H);
  for (int64_t s = 0; s < T; s++) {
    const int64_t t = p->go_backwards ? T - 1 - s : s;
    for (int64_t b = 0; b < B; b++) {
      const int64_t step = p->time_major ? t * B + b : b * T + t;
      float *h_row = h + b * H, *c_row = c + b * H, *y_row = y + b * H;
      if (!p->mask || p->mask[step]) {
        for (int64_t n = 0; n < 4 * H; n++) {
          float sum = bias[n];
          for (int64_t k = 0; k < I; k++) sum += x[step * I + k] * K[k * 4 * H + n];
          for (int64_t k = 0; k < H; k++) sum += h_row[k] * R[k * 4 * H + n];
          z[n] = sum;
        }
        for (int64_t n = 0; n < H; n++) {
          c_row[n] = sigmoid(z[H + n]) * c_row[n] + sigmoid(z[n]) * tanhf(z[2 * H + n]);
          h_row[n] = y_row[n] = sigmoid(z[3 * H + n]) * tanhf(c_row[n]);
        }
      } else if (p->zero_output_for_mask) {
        memset(y_row, 0, sizeof(float) * H);
      }
      const int64_t place = p->aligned ? t : s;
      memcpy(outputs + (p->time_major ? place * B + b : b * T + place) * H, y_row, sizeof(float) * H);
    }
  }
  free(z);
  snprintf(a->text, sizeof a->text, "plain C");
  return LSTM_SUBJECT_ANSWERED;
}
