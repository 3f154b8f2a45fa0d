// Which kernels run on this processor.

#include "kernels.h"

#include <stdint.h>
#include <string.h>

#if defined(__linux__)
#include <sys/mman.h>
#endif

bool clstm_supported(clstm_isa isa) {
  switch (isa) {
  case clstm_isa_baseline:
    return true;
#if defined(__x86_64__)
  case clstm_isa_avx2:
    __builtin_cpu_init();
    return __builtin_cpu_supports("x86-64-v3");
  case clstm_isa_avx512:
    __builtin_cpu_init();
    return __builtin_cpu_supports("x86-64-v4");
#endif
  default:
    return false;
  }
}

const clstm_kernels *clstm_kernels_for(clstm_isa isa, clstm_scalar scalar) {
  bool is_float = scalar == clstm_scalar_float;
  switch (isa) {
  case clstm_isa_baseline:
    return is_float ? &clstm_kernels_baseline_float : &clstm_kernels_baseline_double;
#if defined(__x86_64__)
  case clstm_isa_avx2:
    return is_float ? &clstm_kernels_avx2_float : &clstm_kernels_avx2_double;
  case clstm_isa_avx512:
    return is_float ? &clstm_kernels_avx512_float : &clstm_kernels_avx512_double;
#endif
  default:
    return NULL;
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

void clstm_pack(size_t element_size, size_t lanes, size_t depth, size_t units, const void *kernel, void *packed) {
  const char *source = kernel;
  char *target = packed;
  size_t width = lanes * element_size;
  for (size_t first = 0; first < units; first += lanes) {
    size_t present = (units - first < lanes ? units - first : lanes) * element_size;
    for (size_t k = 0; k < depth; ++k) {
      for (size_t gate = 0; gate < 4; ++gate) {
        memcpy(target, source + ((k * 4 + gate) * units + first) * element_size, present);
        memset(target + present, 0, width - present);
        target += width;
      }
    }
  }
}
