// Stamps the body for each scalar type and instruction set, and chooses among the stamps at run time.
//
// target_clones would choose by itself; a table lets a caller force one and report which ran.
#include "CLSTMKernels.h"
#include <string.h>

// Only where FUSED says so is a product fused with a sum.
#pragma clang fp contract(off)

#define FUSED 0
#define TARGET
#include "float_constants.h"
#define WIDTH 4
#define NAME(x) x##_f32_baseline
#include "kernel_body.h"
#undef WIDTH
#undef NAME
#include "undefine_constants.h"
#include "double_constants.h"
#define WIDTH 2
#define NAME(x) x##_f64_baseline
#include "kernel_body.h"
#undef WIDTH
#undef NAME
#include "undefine_constants.h"
#undef FUSED
#undef TARGET

#if defined(__x86_64__)
#define FUSED 1

#define TARGET __attribute__((target("arch=x86-64-v3")))
#include "float_constants.h"
#define WIDTH 8
#define NAME(x) x##_f32_avx2
#include "kernel_body.h"
#undef WIDTH
#undef NAME
#include "undefine_constants.h"
#include "double_constants.h"
#define WIDTH 4
#define NAME(x) x##_f64_avx2
#include "kernel_body.h"
#undef WIDTH
#undef NAME
#include "undefine_constants.h"
#undef TARGET

#define TARGET __attribute__((target("arch=x86-64-v4"), min_vector_width(512)))
#include "float_constants.h"
#define WIDTH 16
#define NAME(x) x##_f32_avx512
#include "kernel_body.h"
#undef WIDTH
#undef NAME
#include "undefine_constants.h"
#include "double_constants.h"
#define WIDTH 8
#define NAME(x) x##_f64_avx512
#include "kernel_body.h"
#undef WIDTH
#undef NAME
#include "undefine_constants.h"
#undef TARGET
#undef FUSED
#endif

int clstm_supports(clstm_instruction_set set) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (set == CLSTM_AVX2) return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (set == CLSTM_AVX512)
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("fma");
#endif
  return set == CLSTM_BASELINE;
}

clstm_kernels_f32 clstm_select_f32(clstm_instruction_set set) {
#if defined(__x86_64__)
  if (set == CLSTM_AVX2) return (clstm_kernels_f32){accumulate_f32_avx2, cell_f32_avx2};
  if (set == CLSTM_AVX512) return (clstm_kernels_f32){accumulate_f32_avx512, cell_f32_avx512};
#endif
  return (clstm_kernels_f32){accumulate_f32_baseline, cell_f32_baseline};
}

clstm_kernels_f64 clstm_select_f64(clstm_instruction_set set) {
#if defined(__x86_64__)
  if (set == CLSTM_AVX2) return (clstm_kernels_f64){accumulate_f64_avx2, cell_f64_avx2};
  if (set == CLSTM_AVX512) return (clstm_kernels_f64){accumulate_f64_avx512, cell_f64_avx512};
#endif
  return (clstm_kernels_f64){accumulate_f64_baseline, cell_f64_baseline};
}
