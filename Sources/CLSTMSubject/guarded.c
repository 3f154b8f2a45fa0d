#include "include/lstm_guarded.h"

#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

// Four calls at once have eleven arrays each, beside those of the last call.
enum { most_arrays = 128, pattern = 0xA5, gap_without_report = 64 };

// What the signal handler looks through; a slot without a name is free, one with `taken` is being filled. Arrays are
// made and freed by several threads at once.
static struct {
  _Atomic(const char *) name;
  _Atomic(const unsigned char *) pages;
  _Atomic size_t pages_count;
  atomic_bool is_read_only;
} arrays[most_arrays];
static const char taken[] = "";
static _Atomic size_t page_size;
static _Atomic size_t alignment = 1;
static atomic_bool reports_faults;
// What tells whether a byte can be read: the kernel reads it, or says that it cannot.
static int probe[2] = {-1, -1};

static void report(int number, siginfo_t *information, void *context);

void lstm_guarded_align(size_t bytes) { alignment = bytes; }

// How many bytes of the pattern lie behind an array, beside those that its alignment asks for. Where somebody else
// handles faults, the page behind it may not stop what runs into it.
static size_t gap(void) {
  struct sigaction now;
  const bool is_handled_here = sigaction(SIGSEGV, NULL, &now) != 0 || now.sa_sigaction == report;
  return reports_faults && !is_handled_here ? gap_without_report : 0;
}

static void enter(const char *name, const unsigned char *pages, size_t pages_count) {
  for (int slot = 0; slot < most_arrays; slot++) {
    const char *none = NULL;
    if (!atomic_compare_exchange_strong(&arrays[slot].name, &none, taken)) continue;
    arrays[slot].pages = pages;
    arrays[slot].pages_count = pages_count;
    arrays[slot].is_read_only = false;
    arrays[slot].name = name;
    return;
  }
}

static int slot_of(const unsigned char *pages) {
  for (int slot = 0; slot < most_arrays; slot++) {
    const char *name = arrays[slot].name;
    if (name && name != taken && arrays[slot].pages == pages) return slot;
  }
  return -1;
}

bool lstm_guarded_make(lstm_guarded *array, const char *name, size_t count, unsigned char fill) {
  page_size = (size_t)sysconf(_SC_PAGESIZE);
  *array = (lstm_guarded){.name = name, .count = count};
  if (count > SIZE_MAX / 2) return false;
  const size_t behind = count > 0 ? gap() : 0;
  const size_t room = count > 0 ? count + behind + alignment - 1 : 0;
  const size_t accessible = (room + page_size - 1) / page_size * page_size;
  unsigned char *whole = mmap(NULL, accessible + 2 * page_size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (whole == MAP_FAILED) return false;
  unsigned char *pages = whole + page_size;
  if (accessible > 0 && mprotect(pages, accessible, PROT_READ | PROT_WRITE) != 0) {
    munmap(whole, accessible + 2 * page_size);
    return false;
  }
  array->pages = pages;
  array->pages_count = accessible;
  array->bytes = pages + (accessible - count - behind) / alignment * alignment;
  if (accessible > 0) {
    memset(pages, pattern, accessible);
    memset(array->bytes, fill, count);
  }
  enter(name, pages, accessible);
  return true;
}

bool lstm_guarded_refill(lstm_guarded *array, unsigned char fill) {
  if (array->pages_count == 0) return true;
  const int slot = slot_of(array->pages);
  if (slot >= 0) arrays[slot].is_read_only = false;
  if (mprotect(array->pages, array->pages_count, PROT_READ | PROT_WRITE) != 0) return false;
  memset(array->pages, pattern, array->pages_count);
  memset(array->bytes, fill, array->count);
  return true;
}

void lstm_guarded_protect(lstm_guarded *array) {
  if (array->pages_count > 0) mprotect(array->pages, array->pages_count, PROT_READ);
  const int slot = slot_of(array->pages);
  if (slot >= 0) arrays[slot].is_read_only = true;
}

static bool is_pattern(const unsigned char *begin, const unsigned char *end) {
  while (begin < end && *begin == pattern) begin++;
  return begin == end;
}

static bool can_be_read(const unsigned char *address) {
  unsigned char byte;
  if (probe[0] < 0 || write(probe[1], address, 1) != 1) return false;
  return read(probe[0], &byte, 1) == 1;
}

lstm_guarded_state lstm_guarded_state_of(const lstm_guarded *array) {
  const unsigned char *pages = array->pages, *end = pages + array->pages_count;
  if (can_be_read(pages - 1) || can_be_read(end)) return LSTM_GUARDED_OPENED;
  if (array->pages_count == 0) return LSTM_GUARDED_WHOLE;
  const unsigned char *bytes = array->bytes;
  if (!is_pattern(pages, bytes)) return LSTM_GUARDED_WRITTEN_BEFORE;
  return is_pattern(bytes + array->count, end) ? LSTM_GUARDED_WHOLE : LSTM_GUARDED_WRITTEN_BEHIND;
}

void lstm_guarded_free(lstm_guarded *array) {
  if (!array->pages) return;
  const int slot = slot_of(array->pages);
  if (slot >= 0) arrays[slot].name = NULL;
  munmap((unsigned char *)array->pages - page_size, array->pages_count + 2 * page_size);
  array->pages = NULL;
  array->bytes = NULL;
}

static void say(const char *text) {
  const ssize_t ignored = write(STDERR_FILENO, text, strlen(text));
  (void)ignored;
}

// Whether a load or store that wants more than an element's alignment faults so: with an address inside an array, or, on
// x86, with none at all.
static bool may_be_misaligned(int number, const siginfo_t *information, bool is_inside) {
#ifdef SI_KERNEL
  if (number == SIGSEGV && information->si_code == SI_KERNEL) return true;
#endif
  return is_inside || (number == SIGBUS && information->si_code == BUS_ADRALN);
}

static void report(int number, siginfo_t *information, void *context) {
  (void)context;
  const unsigned char *address = information->si_addr;
  bool is_inside = false, is_explained = false;
  for (int slot = 0; slot < most_arrays; slot++) {
    const char *name = arrays[slot].name;
    if (!name || name == taken) continue;
    const unsigned char *begin = arrays[slot].pages, *end = begin + arrays[slot].pages_count;
    const char *where = NULL;
    if (address >= end && address < end + page_size) where = "touched memory behind the end of ";
    if (address >= begin - page_size && address < begin) where = "touched memory before the start of ";
    if (address >= begin && address < end && arrays[slot].is_read_only) where = "wrote to the read-only ";
    if (address >= begin && address < end) is_inside = true;
    if (!where) continue;
    is_explained = true;
    say(where);
    say(name);
    say("\n");
    break;
  }
  if (!is_explained && alignment < 64 && may_be_misaligned(number, information, is_inside)) {
    say("perhaps an aligned load or store on memory that is aligned to its elements only; --aligned 64 tells\n");
  }
  signal(number, SIG_DFL);
  // Pending until this returns; a signal that the process sent itself would not come again by itself.
  raise(number);
}

void lstm_guarded_report_faults(void) {
  reports_faults = true;
  if (probe[0] < 0 && pipe(probe) == 0) {
    for (int end = 0; end < 2; end++) {
      fcntl(probe[end], F_SETFL, O_NONBLOCK);
      fcntl(probe[end], F_SETFD, FD_CLOEXEC);
    }
  }
  // Whatever a runtime has installed, such as a tracer that takes seconds: a fault ends the process at once.
  const int faults[] = {SIGFPE, SIGILL, SIGABRT, SIGTRAP};
  for (size_t place = 0; place < sizeof faults / sizeof *faults; place++) signal(faults[place], SIG_DFL);
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = report;
  action.sa_flags = SA_SIGINFO;
  sigaction(SIGSEGV, &action, NULL);
  sigaction(SIGBUS, &action, NULL);
}
