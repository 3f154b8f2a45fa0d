// The right LSTM of the examples, with something of an earlier call, or of one at the same time, left over: MODE.
#define lstm_subject_identity right_identity
#define lstm_subject_run right_run
#include "../../../Examples/CSubject/lstm.c"
#undef lstm_subject_identity
#undef lstm_subject_run

#include <unistd.h>

#ifndef IDENTITY
#define IDENTITY "name=remembering\nscalars=float"
#endif

const char lstm_subject_identity[] = IDENTITY;

enum mode { nothing, by_address, by_size, by_first, by_sum, shared };

static float *kept;
static size_t kept_count;
static const void *kept_address;
static double kept_key;

static double key(const float *values, size_t count) {
  double sum = 0;
  if (MODE == by_first) return values[0];
  for (size_t place = 0; place < count; place++) sum += values[place];
  return sum;
}

// K as it was packed for an earlier call that looked the same.
static const float *packed(const float *K, size_t count) {
  const int is_known = kept_count == count && (MODE != by_address || kept_address == K)
                       && ((MODE != by_first && MODE != by_sum) || kept_key == key(K, count));
  if (!is_known) {
    float *room = realloc(kept, sizeof(float) * count);
    if (!room) return K;
    kept = memcpy(room, K, sizeof(float) * count);
    kept_count = count;
    kept_address = K;
    kept_key = key(K, count);
  }
  return kept;
}

// How many calls are inside; the one that finds another answers for it.
static _Atomic int inside;

int32_t lstm_subject_run(const lstm_subject_problem *p, lstm_subject_answer *a) {
  lstm_subject_problem asked = *p;
  if (MODE >= by_address && MODE <= by_sum) asked.input_kernel = packed(p->input_kernel, 4 * p->units * p->input_size);
  const int others = inside++;
  const int32_t status = right_run(&asked, a);
  if (MODE == shared) usleep(200);
  inside--;
  if (MODE == shared && others > 0 && p->batch > 0) ((float *)a->state_1)[0] += 1;
  return status;
}
