// Kernels in the instruction set that every machine of the architecture has.
#define ISA_NAME baseline
#define VECTOR_BYTES 16
#define TARGET
#if defined(__aarch64__)
#define FUSED 1
#define ROWS 6
#define REGISTER_CLASS "w"
#elif defined(__x86_64__)
#define FUSED 0
#define ROWS 2
#define REGISTER_CLASS "x"
#else
#define FUSED 0
#define ROWS 2
#define REGISTER_CLASS "m"
#endif
#define SOLO_PANELS 2
#define CELLS 2
#define DEPTH_BYTES (16 * 1024)
#include "template.h"
