// How the functions over arrays are compiled.
#pragma once

// Only the operations that are written as fused may be fused.
#pragma STDC FP_CONTRACT OFF

// A function marked so is compiled for each of these instruction sets, and the machine's own is taken when the program
// starts.
#if defined(__x86_64__) && defined(__gnu_linux__)
#define CLONED __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CLONED
#endif

#define INLINE static inline __attribute__((always_inline))

// No pass of the loop reads what another writes.
#define EACH_ALONE _Pragma("clang loop vectorize(assume_safety) vectorize_width(8) interleave_count(2)")
