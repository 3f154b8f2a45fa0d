/// What a program has to ask the system about itself, without /proc.
#ifndef LSTM_PROCESS_H
#define LSTM_PROCESS_H

#include <stdbool.h>

#pragma clang assume_nonnull begin

/// The command line that `main` was called with, or NULL where the C library does not hand it to constructors.
char *_Nullable *_Nullable lstm_process_arguments(int *count);

/// The path that this program was started from, as the caller gave it, or NULL where the system does not tell.
const char *_Nullable lstm_process_path(void);

/// Whether this process receives the orphans among its descendants from now on; false where the system has no such thing.
bool lstm_process_adopt_orphans(void);

/// From now on this process and its group end once `parent` is not its parent any more; false where no thread can be
/// started. The system can send a signal instead, but does so at the end of the parent's thread that started the child.
bool lstm_process_end_with(int parent);

/// The most descriptors that this process may open, and the most bytes of addresses; 0 where there is no limit.
unsigned long long lstm_process_most_descriptors(void);
unsigned long long lstm_process_most_address_bytes(void);

#pragma clang assume_nonnull end

#endif
