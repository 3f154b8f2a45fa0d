#include "include/lstm_process.h"

#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <unistd.h>

#if defined(__linux__)
#include <sys/auxv.h>
#include <sys/prctl.h>
#endif

#if defined(__APPLE__)
#include <mach-o/dyld.h>
#endif

static int argument_count;
static char **arguments;

// glibc and the linker of macOS call constructors as `main` is called.
#if defined(__GLIBC__) || defined(__APPLE__)
__attribute__((constructor)) static void remember(int count, char **values) {
  argument_count = count;
  arguments = values;
}
#endif

char **lstm_process_arguments(int *count) {
  *count = argument_count;
  return arguments;
}

const char *lstm_process_path(void) {
#if defined(__linux__)
  return (const char *)getauxval(AT_EXECFN);
#elif defined(__APPLE__)
  static char path[4096];
  uint32_t size = sizeof path;
  return _NSGetExecutablePath(path, &size) == 0 ? path : NULL;
#else
  return NULL;
#endif
}

bool lstm_process_adopt_orphans(void) {
#if defined(__linux__)
  return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0;
#else
  return false;
#endif
}

static void *watch(void *parent) {
  while (getppid() == (pid_t)(intptr_t)parent) usleep(200000);
  // The group is ours where we lead it.
  if (getpgrp() == getpid()) kill(0, SIGKILL);
  _exit(1);
}

bool lstm_process_end_with(int parent) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, watch, (void *)(intptr_t)parent) != 0) return false;
  pthread_detach(thread);
  return true;
}

static unsigned long long limit(int resource) {
  struct rlimit found;
  if (getrlimit(resource, &found) != 0 || found.rlim_cur == RLIM_INFINITY) return 0;
  // A limit of nothing is one all the same.
  return found.rlim_cur > 0 ? found.rlim_cur : 1;
}

unsigned long long lstm_process_most_descriptors(void) { return limit(RLIMIT_NOFILE); }

unsigned long long lstm_process_most_address_bytes(void) { return limit(RLIMIT_AS); }
