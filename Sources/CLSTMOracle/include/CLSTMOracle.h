/// The oracle's arithmetic over arrays: sums of products, and the equations of one step with their radii.
///
/// Nothing here is shared with a backend. The same bits come out whatever the instruction set: no operation is fused
/// but those that are written as fused.
#pragma once

#include "clstm_oracle_products.h"
#include "clstm_oracle_step.h"
