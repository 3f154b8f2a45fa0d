// Kernels for x86-64-v3: 16 registers of 256 bits, fused multiply-add.
#if defined(__x86_64__)
#define ISA_NAME avx2
#define VECTOR_BYTES 32
#define TARGET __attribute__((target("arch=x86-64-v3"), min_vector_width(256)))
#define FUSED 1
#define ROWS 3
#define SOLO_PANELS 2
#define CELLS 2
#define DEPTH_BYTES (16 * 1024)
#define REGISTER_CLASS "x"
#include "template.h"
#endif
