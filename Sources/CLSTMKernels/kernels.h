// What the dispatch and the kernels of each instruction set share.
#pragma once

#include "CLSTMKernels.h"

extern const clstm_kernels clstm_kernels_baseline_float, clstm_kernels_baseline_double;
#if defined(__x86_64__)
extern const clstm_kernels clstm_kernels_avx2_float, clstm_kernels_avx2_double;
extern const clstm_kernels clstm_kernels_avx512_float, clstm_kernels_avx512_double;
#endif

#define CLSTM_JOIN_(prefix, isa, scalar, name) prefix##_##isa##_##scalar##name
#define CLSTM_JOIN(prefix, isa, scalar, name) CLSTM_JOIN_(prefix, isa, scalar, name)
