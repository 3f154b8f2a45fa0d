/// Memory whose ends are watched: an array that ends where an inaccessible page begins.
#ifndef LSTM_GUARDED_H
#define LSTM_GUARDED_H

#include <stdbool.h>
#include <stddef.h>

#pragma clang assume_nonnull begin

/// One array between two inaccessible pages. Its last byte is the last before the upper one; below its first byte
/// lies what fills up its page, in a pattern that is looked at afterwards.
typedef struct lstm_guarded {
  /// For reports, such as `outputs`. Not copied.
  const char *name;
  /// The array.
  void *_Nullable bytes;
  size_t count;
  /// The accessible pages.
  void *_Nullable pages;
  size_t pages_count;
} lstm_guarded;

/// Makes room for `count` bytes, filled with `fill`. False where there is no memory.
bool lstm_guarded_make(lstm_guarded *array, const char *name, size_t count, unsigned char fill);

/// From now on writing into the array stops the process.
void lstm_guarded_protect(lstm_guarded *array);

/// Whether the bytes below the array are as they were.
bool lstm_guarded_is_whole(const lstm_guarded *array);

/// Gives the memory back.
void lstm_guarded_free(lstm_guarded *array);

/// From now on a fault ends the process at once with its signal. One that touches the pages around an array made here
/// says which array on standard error before.
void lstm_guarded_report_faults(void);

#pragma clang assume_nonnull end

#endif
