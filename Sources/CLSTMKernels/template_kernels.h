// The kernels themselves. Needs template_vector.h, template_activation.h, ROWS (rows of a tile), SOLO_PANELS (panels
// of a tile for a single row), CELLS (vectors of units whose activations are interleaved) and DEPTH_BYTES (weights of
// one panel that stay in the first-level cache).

// What is called with more operands than fit on a line.
#define TILE NAME(tile)
#define PANEL_TILE NAME(panel_tile)
#define PANEL_PRODUCT NAME(panel_product)
#define SOLO_PRODUCT NAME(solo_product)
#define STEP_WITH NAME(step_with)

// Products of `rows` rows with `panels` neighbouring panels, summed in registers. All sizes but the depth are constants
// where it is called, so that every loop over them disappears.
//
// - first, depth: the first of the elements of x that are used, and their number.
// - packed: the weights of the first panel; the others are `pitch` elements apart.
// - ahead: an address from which weights will be read soon. It may lie outside the array; nothing is read there.
// - start: the sums before, with the distances of two rows and of two panels.
// - z: the sums after; rows follow each other without gaps, panels are `z_stride` elements apart.
INNER void NAME(tile)(
    size_t rows, size_t panels, const void *const *x, size_t first, size_t depth, const SCALAR *packed, size_t pitch,
    uintptr_t ahead, const SCALAR *start, size_t start_row, size_t start_panel, SCALAR *z, size_t z_stride) {
  NAME(vector) sum[ROWS > SOLO_PANELS ? ROWS : SOLO_PANELS][4];
  const SCALAR *row[ROWS];
#pragma clang loop unroll(full)
  for (size_t n = 0; n < rows; ++n) {
    row[n] = (const SCALAR *)x[n] + first;
  }
#pragma clang loop unroll(full)
  for (size_t n = 0; n < rows * panels; ++n) {
#pragma clang loop unroll(full)
    for (size_t gate = 0; gate < 4; ++gate) {
      sum[n][gate] = NAME(load)(start + n % rows * start_row + n / rows * start_panel + gate * LANES);
    }
  }
  for (size_t k = 0; k < depth; ++k) {
    if (rows > 1) {
      __builtin_prefetch((const void *)(ahead + k * 64), 0, 2);
    }
    NAME(vector) value[ROWS];
#pragma clang loop unroll(full)
    for (size_t n = 0; n < rows; ++n) {
      value[n] = (NAME(vector))row[n][k];
      HOLD(value[n]);
    }
#pragma clang loop unroll(full)
    for (size_t panel = 0; panel < panels; ++panel) {
#pragma clang loop unroll(full)
      for (size_t gate = 0; gate < 4; ++gate) {
        NAME(vector) weight = NAME(load)(packed + panel * pitch + (k * 4 + gate) * LANES);
        if (rows > 1) {
          HOLD(weight);
        }
#pragma clang loop unroll(full)
        for (size_t n = 0; n < rows; ++n) {
          sum[panel * rows + n][gate] = NAME(multiply_add)(value[n], weight, sum[panel * rows + n][gate]);
        }
      }
    }
  }
#pragma clang loop unroll(full)
  for (size_t n = 0; n < rows * panels; ++n) {
#pragma clang loop unroll(full)
    for (size_t gate = 0; gate < 4; ++gate) {
      NAME(store)(z + n % rows * 4 * LANES + n / rows * z_stride + gate * LANES, sum[n][gate]);
    }
  }
}

// One panel for up to ROWS rows.
TARGET static void NAME(panel_tile)(
    size_t rows, const void *const *x, size_t first, size_t depth, const SCALAR *packed, uintptr_t ahead,
    const SCALAR *start, size_t start_row, SCALAR *z) {
  switch (rows) {
#if ROWS > 4
  case 6: NAME(tile)(6, 1, x, first, depth, packed, 0, ahead, start, start_row, 0, z, 0); break;
  case 5: NAME(tile)(5, 1, x, first, depth, packed, 0, ahead, start, start_row, 0, z, 0); break;
  case 4: NAME(tile)(4, 1, x, first, depth, packed, 0, ahead, start, start_row, 0, z, 0); break;
#endif
#if ROWS > 2
  case 3: NAME(tile)(3, 1, x, first, depth, packed, 0, ahead, start, start_row, 0, z, 0); break;
#endif
  case 2: NAME(tile)(2, 1, x, first, depth, packed, 0, ahead, start, start_row, 0, z, 0); break;
  case 1: NAME(tile)(1, 1, x, first, depth, packed, 0, ahead, start, start_row, 0, z, 0); break;
  default: break;
  }
}

// z += x W for one panel and any number of rows; the first part of the depth starts at `bias` where there is one.
//
// The depth is cut so that the weights of a part stay in the first-level cache for all rows; an element's sum goes
// through memory in between, which changes none of its bits.
INNER void NAME(panel_product)(
    size_t rows, const void *const *x, size_t depth, const SCALAR *packed, const SCALAR *bias, SCALAR *z) {
  size_t groups = (rows + ROWS - 1) / ROWS;
  size_t most = rows > ROWS ? DEPTH_BYTES / (4 * VECTOR_BYTES) : depth;
  size_t parts = (depth + most - 1) / most;
  for (size_t part = 0; part < parts; ++part) {
    size_t first = depth * part / parts, next = depth * (part + 1) / parts;
    bool from_bias = bias && part == 0;
    for (size_t group = 0; group < groups; ++group) {
      size_t n = rows * group / groups;
      SCALAR *tile = z + n * 4 * LANES;
      // The rows of the first groups fetch the weights of the next part, a cache line for each product.
      uintptr_t ahead = (uintptr_t)(packed + next * 4 * LANES) + group % (VECTOR_BYTES / 16) * (next - first) * 64;
      PANEL_TILE(
          rows * (group + 1) / groups - n, x + n, first, next - first, packed + first * 4 * LANES, ahead,
          from_bias ? bias : tile, from_bias ? 0 : 4 * LANES, tile);
    }
  }
}

INNER void NAME(solo_product)(
    size_t panels, const void *const *x, size_t depth, const SCALAR *packed, const SCALAR *bias, SCALAR *z,
    size_t z_stride) {
  TILE(
      1, panels, x, 0, depth, packed, depth * 4 * LANES, 0, bias ? bias : z, 0, bias ? 4 * LANES : z_stride, z,
      z_stride);
}

TARGET static void NAME(accumulate)(
    size_t rows, const void *const *x, size_t depth, const void *packed_kernel, size_t panels, const void *bias_row,
    void *z_rows, size_t z_stride) {
  const SCALAR *packed = packed_kernel, *bias = bias_row;
  SCALAR *z = z_rows;
  size_t width = 4 * LANES;
  size_t panel = 0;
  if (rows == 1) {
    for (; panel + SOLO_PANELS <= panels; panel += SOLO_PANELS) {
      SOLO_PRODUCT(
          SOLO_PANELS, x, depth, packed + panel * depth * width, bias ? bias + panel * width : NULL,
          z + panel * z_stride, z_stride);
    }
  }
  for (; panel < panels; ++panel) {
    PANEL_PRODUCT(
        rows, x, depth, packed + panel * depth * width, bias ? bias + panel * width : NULL, z + panel * z_stride);
  }
}

// E2 to E7 of one vector of units, number `unit` and the following, in each of `count` rows. The rows are independent
// chains of operations, several of which the processor works on at a time.
INNER void NAME(cells)(
    size_t count, const SCALAR *z, void *const *c, void *const *h, size_t unit, clstm_activation tanh_activation,
    clstm_activation sigmoid_activation) {
  NAME(vector) state[CELLS], o[CELLS];
#pragma clang loop unroll(full)
  for (size_t n = 0; n < count; ++n, z += 4 * LANES) {
    SCALAR *memory = (SCALAR *)c[n] + unit;
    NAME(vector) i = NAME(activate)(NAME(load)(z), sigmoid_activation);
    NAME(vector) f = NAME(activate)(NAME(load)(z + LANES), sigmoid_activation);
    NAME(vector) j = NAME(activate)(NAME(load)(z + 2 * LANES), tanh_activation);
    o[n] = NAME(activate)(NAME(load)(z + 3 * LANES), sigmoid_activation);
    state[n] = NAME(multiply_add)(f, NAME(load)(memory), i * j);
    NAME(store)(memory, state[n]);
  }
#pragma clang loop unroll(full)
  for (size_t n = 0; n < count; ++n) {
    NAME(store)((SCALAR *)h[n] + unit, o[n] * NAME(activate)(state[n], tanh_activation));
  }
}

// `most`, the number of rows that `cells` takes at a time, is a constant.
INNER void NAME(step_with)(
    size_t most, size_t rows, const void *const *h, size_t depth, const SCALAR *packed, size_t first_panel,
    size_t last_panel, SCALAR *z, size_t z_stride, void *const *c, void *const *next_h,
    clstm_activation tanh_activation, clstm_activation sigmoid_activation) {
  size_t width = 4 * LANES;
  size_t panel = first_panel;
  if (rows == 1) {
    for (; panel + SOLO_PANELS <= last_panel; panel += SOLO_PANELS) {
      SCALAR *sums = z + panel * z_stride;
      NAME(solo_product)(SOLO_PANELS, h, depth, packed + panel * depth * width, NULL, sums, z_stride);
      for (size_t n = 0; n < SOLO_PANELS; ++n) {
        NAME(cells)(1, sums + n * z_stride, c, next_h, (panel + n) * LANES, tanh_activation, sigmoid_activation);
      }
    }
  }
  for (; panel < last_panel; ++panel) {
    SCALAR *sums = z + panel * z_stride;
    NAME(panel_product)(rows, h, depth, packed + panel * depth * width, NULL, sums);
    size_t n = 0;
    for (; n + most <= rows; n += most) {
      NAME(cells)(most, sums + n * width, c + n, next_h + n, panel * LANES, tanh_activation, sigmoid_activation);
    }
    for (; n < rows; ++n) {
      NAME(cells)(1, sums + n * width, c + n, next_h + n, panel * LANES, tanh_activation, sigmoid_activation);
    }
  }
}

TARGET static void NAME(step)(
    size_t rows, const void *const *h, size_t depth, const void *packed, size_t first_panel, size_t last_panel, void *z,
    size_t z_stride, void *const *c, void *const *next_h, clstm_activation tanh_activation,
    clstm_activation sigmoid_activation) {
  if (tanh_activation == clstm_activation_tanh && sigmoid_activation == clstm_activation_sigmoid) {
    STEP_WITH(
        CELLS, rows, h, depth, packed, first_panel, last_panel, z, z_stride, c, next_h, clstm_activation_tanh,
        clstm_activation_sigmoid);
  } else {
    STEP_WITH(
        1, rows, h, depth, packed, first_panel, last_panel, z, z_stride, c, next_h, tanh_activation,
        sigmoid_activation);
  }
}

// Some rows of the kernel at a time, so that it is read along its rows and written in pieces of some lines.
TARGET static void NAME(pack)(size_t depth, size_t units, const void *kernel, void *packed_kernel) {
  enum { rows_at_once = 8 };
  const SCALAR *source = kernel;
  SCALAR *packed = packed_kernel;
  for (size_t first = 0; first < depth; first += rows_at_once) {
    size_t next = depth - first < rows_at_once ? depth : first + rows_at_once;
    for (size_t unit = 0; unit < units; unit += LANES) {
      for (size_t k = first; k < next; ++k) {
        SCALAR *target = packed + (unit * depth + k * LANES) * 4;
        for (size_t gate = 0; gate < 4; ++gate) {
          const SCALAR *from = source + (k * 4 + gate) * units + unit;
          NAME(vector) value = 0;
          if (units - unit < LANES) {
            __builtin_memcpy(&value, from, (units - unit) * sizeof(SCALAR));
          } else {
            value = NAME(load)(from);
          }
          NAME(store)(target + gate * LANES, value);
        }
      }
    }
  }
}

const clstm_kernels CLSTM_JOIN(clstm_kernels, ISA_NAME, SCALAR_NAME, ) = {
    LANES, NAME(pack), NAME(accumulate), NAME(step), NAME(evaluate), NAME(arithmetic), NAME(read)};
