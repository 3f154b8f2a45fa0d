// Which kernels run on this processor.

#include "kernels.h"

#include <stdint.h>

#if defined(__linux__)
#include <sys/mman.h>
#endif

bool clstm_supported(clstm_isa isa) {
  switch (isa) {
  case clstm_isa_baseline: return true;
#if defined(__x86_64__)
  case clstm_isa_avx2: __builtin_cpu_init(); return __builtin_cpu_supports("x86-64-v3");
  case clstm_isa_avx512: __builtin_cpu_init(); return __builtin_cpu_supports("x86-64-v4");
#endif
  default: return false;
  }
}

const clstm_kernels *clstm_kernels_for(clstm_isa isa, clstm_scalar scalar) {
  bool is_float = scalar == clstm_scalar_float;
  switch (isa) {
  case clstm_isa_baseline: return is_float ? &clstm_kernels_baseline_float : &clstm_kernels_baseline_double;
#if defined(__x86_64__)
  case clstm_isa_avx2: return is_float ? &clstm_kernels_avx2_float : &clstm_kernels_avx2_double;
  case clstm_isa_avx512: return is_float ? &clstm_kernels_avx512_float : &clstm_kernels_avx512_double;
#endif
  default: return NULL;
  }
}

void clstm_prefer_large_pages(void *memory, size_t bytes) {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  uintptr_t first = ((uintptr_t)memory + clstm_large_page - 1) / clstm_large_page * clstm_large_page;
  uintptr_t next = ((uintptr_t)memory + bytes) / clstm_large_page * clstm_large_page;
  if (first < next) {
    // A refusal costs speed and nothing else.
    (void)madvise((void *)first, next - first, MADV_HUGEPAGE);
  }
#else
  (void)memory;
  (void)bytes;
#endif
}
