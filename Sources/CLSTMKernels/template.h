// Both scalar types for one instruction set. The including file defines ISA_NAME, VECTOR_BYTES, TARGET, FUSED, ROWS
// and SOLO_PANELS.

#include "kernels.h"

#include <stdint.h>

// A product and a sum become one operation only where multiply_add says so.
#pragma clang fp contract(off)

#include "scalar_float.h"
#include "template_vector.h"
#include "template_activation.h"
#include "template_kernels.h"
#include "scalar_end.h"

#include "scalar_double.h"
#include "template_vector.h"
#include "template_activation.h"
#include "template_kernels.h"
#include "scalar_end.h"
