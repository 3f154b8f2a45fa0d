// A library that does what MODE says on every case but those of one time step, which it answers with zeros.
#include "lstm_subject.h"

#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef VERSION
#define VERSION LSTM_SUBJECT_ABI
#endif
#ifndef IDENTITY
#define IDENTITY "name=misbehaving\nscalars=float"
#endif

const uint32_t lstm_subject_abi = VERSION;
const char lstm_subject_identity[] = IDENTITY;

enum mode {
  segfault,
  divide,
  stop,
  leave,
  hang,
  flood,
  allocate,
  behind,
  before,
  input,
  closed,
  number,
  fail,
  print,
  nothing,
  opens,
  unlocks,
  handles,
  misaligned
};

static sigjmp_buf before_the_fault;
static void pass_over(int number) { siglongjmp(before_the_fault, number); }

// A library that handles faults itself does so from the start.
__attribute__((constructor)) static void begin(void) {
  if (MODE == handles) signal(SIGSEGV, pass_over);
}

static void allow_writing(volatile void *address) {
  const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  mprotect((void *)((uintptr_t)address / page * page), page, PROT_READ | PROT_WRITE);
}

#ifdef NO_RUN
#define lstm_subject_run something_else
int32_t something_else(const lstm_subject_problem *, lstm_subject_answer *);
#endif

int32_t lstm_subject_run(const lstm_subject_problem *p, lstm_subject_answer *a) {
  const enum mode mode = p->time_steps == 1 ? print : MODE;
  if (mode == nothing) return LSTM_SUBJECT_ANSWERED;
  const size_t state = sizeof(float) * p->batch * p->units;
  memset(a->last_output, 0, state);
  memset(a->outputs, 0, p->time_steps * state);
  memcpy(a->state_0, p->initial_h, state);
  memcpy(a->state_1, p->initial_c, state);
  // What the compiler must not see through.
  volatile float *outputs = a->outputs, *state_1 = a->state_1, *x = (float *)(uintptr_t)p->input;
  char text[4096] = {1};
  switch (mode) {
  case segfault: raise(SIGSEGV); break;
  case divide: raise(SIGFPE); break;
  case stop: abort();
  case leave: exit(0);
  case hang: sleep(600); break;
  case flood:
    for (;;) {
      for (int file = 1; file < 32; file++) {
        if (write(file, text, sizeof text) < 0) continue;
      }
    }
  case allocate:
    for (;;) {
      volatile char *room = malloc(16 << 20);
      for (int place = 0; room && place < 16 << 20; place += 512) room[place] = 1;
    }
  case behind: outputs[p->time_steps * p->batch * p->units] = 1; break;
  case before: state_1[-1] = 1; break;
  case input: x[0] = 1; break;
  case closed:
    for (int file = 0; file < 64; file++) close(file);
    sleep(600);
    break;
  case number: return 7;
  case fail: snprintf(a->text, sizeof a->text, "out of luck"); return LSTM_SUBJECT_FAILED;
  case print:
    printf("words\n");
    fflush(stdout);
    break;
  case nothing: break;
  case opens:
    allow_writing(outputs + p->time_steps * p->batch * p->units);
    outputs[p->time_steps * p->batch * p->units] = 1;
    break;
  case unlocks:
    allow_writing(x);
    x[0] = 1.5f;
    break;
  case handles:
    if (sigsetjmp(before_the_fault, 1) == 0) outputs[p->time_steps * p->batch * p->units] = 1;
    break;
  case misaligned:
#ifdef __x86_64__
    __asm__ volatile("movaps (%0), %%xmm0" : : "r"(x) : "xmm0", "memory");
#endif
    break;
  }
  return LSTM_SUBJECT_ANSWERED;
}
