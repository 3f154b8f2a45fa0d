/// Memory whose ends are watched: an array that ends where an inaccessible page begins.
#ifndef LSTM_GUARDED_H
#define LSTM_GUARDED_H

#include <stdbool.h>
#include <stddef.h>

#pragma clang assume_nonnull begin

/// One array between two inaccessible pages. Its last byte is the last before the upper one, unless it begins at a
/// multiple of more than its elements ask for; what else fills up its pages is in a pattern that is looked at afterwards.
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

/// From now on arrays begin at multiples of so many bytes, a power of two up to the size of a page; of 1 at first.
void lstm_guarded_align(size_t bytes);

/// Makes room for `count` bytes, filled with `fill`. False where there is no memory.
bool lstm_guarded_make(lstm_guarded *array, const char *name, size_t count, unsigned char fill);

/// The array as if it were just made, at the same address. False where its pages cannot be written to.
bool lstm_guarded_refill(lstm_guarded *array, unsigned char fill);

/// From now on writing into the array stops the process.
void lstm_guarded_protect(lstm_guarded *array);

/// What became of the memory around an array.
typedef enum lstm_guarded_state {
  LSTM_GUARDED_WHOLE = 0,
  /// A byte below the array was changed.
  LSTM_GUARDED_WRITTEN_BEFORE = 1,
  /// A byte above it was changed.
  LSTM_GUARDED_WRITTEN_BEHIND = 2,
  /// One of the inaccessible pages can be read: somebody has changed its protection.
  LSTM_GUARDED_OPENED = 3,
} lstm_guarded_state;

/// Looks at the memory around an array, and at the protection of its pages.
lstm_guarded_state lstm_guarded_state_of(const lstm_guarded *array);

/// Gives the memory back.
void lstm_guarded_free(lstm_guarded *array);

/// From now on a fault ends the process at once with its signal. One that touches the pages around an array made here
/// says which array on standard error before.
void lstm_guarded_report_faults(void);

#pragma clang assume_nonnull end

#endif
