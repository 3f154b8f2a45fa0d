// Both scalar types for one instruction set. The including file defines ISA_NAME, VECTOR_BYTES, TARGET, FUSED, ROWS,
// SOLO_PANELS, CELLS, DEPTH_BYTES and REGISTER_CLASS (the constraint of a vector register in inline assembly).

#include "kernels.h"

#include <stdint.h>

// Without optimisation no loop is unrolled, and nothing is lost but speed.
#pragma clang diagnostic ignored "-Wpass-failed"

// A product and a sum become one operation only where multiply_add says so.
#pragma clang fp contract(off)

// Holds the order in which operands are loaded. Left to itself, the compiler loads all operands of an iteration before
// its first product, and a quarter of the speed of a Zen 5 is lost.
#define HOLD(value) __asm__ volatile("" : "+" REGISTER_CLASS(value))

#include "scalar_float.h"
#include "template_vector.h"
#include "template_activation.h"
#include "template_limits.h"
#include "template_kernels.h"
#include "scalar_end.h"

#include "scalar_double.h"
#include "template_vector.h"
#include "template_activation.h"
#include "template_limits.h"
#include "template_kernels.h"
#include "scalar_end.h"
