// Kernels in the instruction set that every machine of the architecture has.
#define ISA_NAME baseline
#define VECTOR_BYTES 16
#define TARGET
#if defined(__aarch64__)
#define FUSED 1
#define ROWS 6
#else
#define FUSED 0
#define ROWS 2
#endif
#define SOLO_PANELS 2
#include "template.h"
