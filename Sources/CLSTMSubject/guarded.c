#include "include/lstm_guarded.h"

#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { most_arrays = 32, pattern = 0xA5 };

// What the signal handler looks through; a slot without a name is free.
static struct {
  const char *name;
  const unsigned char *pages;
  size_t pages_count;
  bool is_read_only;
} arrays[most_arrays];
static size_t page_size;

static int slot_of(const void *pages) {
  for (int slot = 0; slot < most_arrays; slot++) {
    if (pages ? arrays[slot].name && arrays[slot].pages == pages : !arrays[slot].name) return slot;
  }
  return -1;
}

bool lstm_guarded_make(lstm_guarded *array, const char *name, size_t count, unsigned char fill) {
  page_size = (size_t)sysconf(_SC_PAGESIZE);
  *array = (lstm_guarded){.name = name, .count = count};
  if (count > SIZE_MAX / 2) return false;
  const size_t accessible = (count + page_size - 1) / page_size * page_size;
  unsigned char *whole =
      mmap(NULL, accessible + 2 * page_size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (whole == MAP_FAILED) return false;
  unsigned char *pages = whole + page_size;
  if (accessible > 0 && mprotect(pages, accessible, PROT_READ | PROT_WRITE) != 0) {
    munmap(whole, accessible + 2 * page_size);
    return false;
  }
  array->pages = pages;
  array->pages_count = accessible;
  array->bytes = pages + accessible - count;
  if (accessible > 0) {
    memset(pages, pattern, accessible - count);
    memset(array->bytes, fill, count);
  }
  const int slot = slot_of(NULL);
  if (slot >= 0) {
    arrays[slot].pages = pages;
    arrays[slot].pages_count = accessible;
    arrays[slot].is_read_only = false;
    arrays[slot].name = name;
  }
  return true;
}

void lstm_guarded_protect(lstm_guarded *array) {
  if (array->pages_count > 0) mprotect(array->pages, array->pages_count, PROT_READ);
  const int slot = slot_of(array->pages);
  if (slot >= 0) arrays[slot].is_read_only = true;
}

bool lstm_guarded_is_whole(const lstm_guarded *array) {
  const unsigned char *pages = array->pages;
  for (size_t position = 0; position < array->pages_count - array->count; position++) {
    if (pages[position] != pattern) return false;
  }
  return true;
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

static void report(int number, siginfo_t *information, void *context) {
  (void)context;
  const unsigned char *address = information->si_addr;
  for (int slot = 0; slot < most_arrays; slot++) {
    if (!arrays[slot].name) continue;
    const unsigned char *begin = arrays[slot].pages, *end = begin + arrays[slot].pages_count;
    const char *where = NULL;
    if (address >= end && address < end + page_size) where = "touched memory behind the end of ";
    if (address >= begin - page_size && address < begin) where = "touched memory before the start of ";
    if (address >= begin && address < end && arrays[slot].is_read_only) where = "wrote to the read-only ";
    if (!where) continue;
    say(where);
    say(arrays[slot].name);
    say("\n");
    break;
  }
  signal(number, SIG_DFL);
  // Pending until this returns; a signal that the process sent itself would not come again by itself.
  raise(number);
}

void lstm_guarded_report_faults(void) {
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
