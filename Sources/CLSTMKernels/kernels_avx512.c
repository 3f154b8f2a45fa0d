// Kernels for x86-64-v4: 32 registers of 512 bits. Without min_vector_width the compiler would halve the vectors.
#if defined(__x86_64__)
#define ISA_NAME avx512
#define VECTOR_BYTES 64
#define TARGET __attribute__((target("arch=x86-64-v4"), min_vector_width(512)))
#define FUSED 1
#define ROWS 6
#define SOLO_PANELS 4
#define CELLS 4
#define DEPTH_BYTES (24 * 1024)
#define REGISTER_CLASS "v"
#include "template.h"
#endif
